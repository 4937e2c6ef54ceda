package swiotlb.cli.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Bar;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.measure.PublishedKernel;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.RepeatedTest;

/** The published tables beside the simulated ones, as a page. */
final class PublishedReport {
  private static final double FAR = 2;

  private PublishedReport() {}

  /**
   * Of a result in which at least one test was done.
   *
   * @param reproduction how somebody else comes to the same
   */
  static Report of(PublishedMeasuring.Result result, Section reproduction) {
    var tests = result.tests();
    var text = new PublishedText(result);
    var answer = text.answer();
    var sections = new ArrayList<Section>();
    var bars = tests.stream().flatMap(PublishedReport::bars).toList();
    if (!bars.isEmpty()) {
      sections.add(
          new Section(
              "How far from what was published",
              List.of(
                  new Part.Bars(
                      "standard-errors",
                      "Simulated less published difference, in published standard errors",
                      "Within two to each side is what chance explains.",
                      Axis.of("z", ""),
                      bars))));
    }
    sections.add(new Section("Published beside simulated", List.of(table(tests))));
    sections.add(
        new Section(
            "Growth with 1 MiB at boot (first replication)",
            List.of(new Part.Words(tests.stream().map(PublishedText::growth).toList()))));
    MeasureReport.wrong(tests.stream().map(RepeatedTest::outcome).toList())
        .ifPresent(sections::add);
    sections.add(new Section("How it was measured", List.of(new Part.Words(text.how()))));
    MeasureReport.remarks(tests.stream().map(RepeatedTest::outcome).toList())
        .ifPresent(sections::add);
    sections.add(reproduction);
    return new Report(
        "The published tables",
        "measurement",
        "Three kernels in each test: without dynamic pools, with them, and growing from 1 MiB.",
        new Answer(
            PublishedText.isGood(tests)
                ? result.interrupted() ? Tone.DOUBTFUL : Tone.PLAIN
                : Tone.BAD,
            answer.get(0),
            answer.subList(1, answer.size())),
        sections);
  }

  private static Stream<Bar> bars(RepeatedTest test) {
    return test.cells().stream()
        .filter(cell -> cell.z().isPresent())
        .map(
            cell ->
                Bar.of(
                    "%s, %s, %s"
                        .formatted(
                            test.test().platform(), test.test().test(), cell.kernel().label()),
                    cell.z().getAsDouble(),
                    String.format(Locale.ROOT, "%+.2f", cell.z().getAsDouble())));
  }

  private static Part.Table table(List<RepeatedTest> tests) {
    var rows = new ArrayList<List<Cell>>();
    for (var test : tests) {
      for (var cell : test.cells()) {
        var texts = PublishedText.row(test, cell);
        var row = new ArrayList<Cell>();
        row.add(
            Cell.of(
                "%s, %s, %s"
                    .formatted(test.test().platform(), test.test().test(), cell.kernel().label())));
        texts.subList(3, texts.size()).forEach(one -> row.add(Cell.of(one)));
        if (cell.z().isPresent() && Math.abs(cell.z().getAsDouble()) > FAR) {
          row.set(row.size() - 2, row.get(row.size() - 2).in(Tone.DOUBTFUL));
        }
        rows.add(row);
      }
    }
    return new Part.Table(
        "Spread and differences from the %s kernel, in percent"
            .formatted(PublishedKernel.BASE.label()),
        List.of(
            Column.words("test and kernel"),
            Column.numbers("var, published"),
            Column.numbers("diff, published"),
            Column.numbers("var"),
            Column.numbers("var, later"),
            Column.numbers("diff"),
            Column.numbers("+-"),
            Column.numbers("mechanism"),
            Column.numbers("z"),
            Column.numbers("memory")),
        rows,
        "later: without the first run of each replication; mechanism: diff without noise; z:"
            + " (simulated - published) / published error.",
        false);
  }
}
