package swiotlb.cli.measure;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import swiotlb.figures.statistics.Verdict;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.study.measure.Metric;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.Sample;

/** What was measured, for people: the answer first, then what it rests on. */
final class MeasureText {
  static final List<Metric> BESIDES =
      List.of(
          Metric.THROUGHPUT,
          Metric.IOPS,
          Metric.P50_MAP,
          Metric.P99_MAP,
          Metric.SLOTS,
          Metric.MOST_USED,
          Metric.TRANSIENT,
          Metric.FAILURES);

  private final Outcome outcome;
  private final Metric metric;
  private final PrintWriter out;

  private MeasureText(Outcome outcome, PrintWriter out) {
    this.outcome = outcome;
    this.metric = outcome.plan().metric();
    this.out = out;
  }

  static void print(Outcome outcome, PrintWriter out) {
    new MeasureText(outcome, out).print();
  }

  private void print() {
    if (outcome.interrupted()) {
      out.println("interrupted; the results are of the replications so far");
    }
    answer();
    out.println();
    compared();
    out.println();
    besides();
    out.println();
    out.println("how it was measured:");
    MeasuredHow.lines(outcome).forEach(line -> out.println("  " + line));
    var wrong = WentWrong.lines(outcome);
    if (!wrong.isEmpty()) {
      out.println();
      out.println("what went wrong:");
      wrong.forEach(line -> Screen.failure(out, "  " + line));
    }
  }

  private void answer() {
    var samples = outcome.samples();
    var base = samples.get(0);
    if (samples.size() == 1) {
      var moments = base.moments(metric);
      out.println(
          "%s of %s: %s on average of %s"
              .formatted(
                  metric,
                  name(base),
                  Shown.value(metric, moments.mean()),
                  MeasuredHow.replications(moments.count())));
      return;
    }
    out.println("%s%s beside %s (the base):".formatted(scenario(), metric, name(base)));
    for (var i = 1; i < samples.size(); i++) {
      out.println(
          "  %s: %s"
              .formatted(
                  name(samples.get(i)),
                  Verdict.of(outcome.comparisons().get(i - 1), metric.direction())));
    }
  }

  /** That of all configurations, if they are of one file and do not say so themselves. */
  private String scenario() {
    var names =
        outcome.samples().stream()
            .map(s -> s.configuration().scenario().name())
            .distinct()
            .toList();
    return names.size() == 1 && !name(outcome.samples().get(0)).startsWith(names.get(0))
        ? Text.onOneLine(names.get(0)) + ": "
        : "";
  }

  private void compared() {
    var table =
        new Table(
            "", metric.label(), "spread", "of the mean", "difference", "of it", "effect", "p");
    for (var i = 0; i < outcome.samples().size(); i++) {
      var sample = outcome.samples().get(i);
      var moments = sample.moments(metric);
      var cells =
          new ArrayList<>(
              List.of(
                  name(sample),
                  Shown.value(metric, moments.mean()),
                  Shown.percent(moments.coefficientOfVariation()),
                  Shown.values(metric, sample.interval(metric, outcome.plan().confidence()))));
      if (i > 0) {
        var comparison = outcome.comparisons().get(i - 1);
        cells.add(Shown.difference(comparison.relativeDifference()));
        cells.add(Shown.differences(comparison.interval()));
        cells.add(Shown.effect(comparison.effectSize()));
        cells.add(Shown.pValue(comparison.pValue()));
      }
      table.row(cells);
    }
    table.print();
  }

  private void besides() {
    out.println("means of all replications:");
    var heads = Stream.concat(Stream.of(""), BESIDES.stream().map(Metric::label));
    var table = new Table(heads.toArray(String[]::new));
    for (var sample : outcome.samples()) {
      var cells = new ArrayList<>(List.of(name(sample)));
      BESIDES.forEach(each -> cells.add(Shown.value(each, sample.moments(each).mean())));
      table.row(cells);
    }
    table.print();
  }

  /** Text of scenarios and options, which may be anything. */
  static String name(Sample sample) {
    return Text.onOneLine(sample.configuration().name());
  }

  /** Names at the left, numbers at the right. */
  private final class Table {
    private final TextTable rows;

    Table(String... heads) {
      var columns = new ArrayList<Column>(List.of(Column.left(0).after(2)));
      while (columns.size() < heads.length) {
        columns.add(Column.right(0).after(2));
      }
      rows = new TextTable(out::println, TextTable.ALL_ROWS, columns);
      rows.row(heads);
    }

    void row(List<String> cells) {
      rows.row(cells);
    }

    void print() {
      rows.end();
    }
  }
}
