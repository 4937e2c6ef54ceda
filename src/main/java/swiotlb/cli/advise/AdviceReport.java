package swiotlb.cli.advise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Part.Series;
import swiotlb.report.page.Part.Series.Style;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.advise.Advice;
import swiotlb.study.advise.Judged;
import swiotlb.study.advise.KernelAdvice;
import swiotlb.study.advise.SizePoint;

/** Advice as a page: a sentence to forward, then curves of size against what it comes to. */
final class AdviceReport {
  private final Advice advice;
  private final AdviceWords words;
  private final AdviceGrounds grounds;

  private AdviceReport(Advice advice, Map<String, List<String>> remedies) {
    this.advice = advice;
    this.words = new AdviceWords(advice, remedies);
    this.grounds = new AdviceGrounds(advice, words);
  }

  /**
   * Of some advice.
   *
   * @param remedies what helps against each reason of a failure, as results name it
   * @param reproduction how somebody else comes to the same
   */
  static Report of(Advice advice, Map<String, List<String>> remedies, Section reproduction) {
    return new AdviceReport(advice, remedies).report(reproduction);
  }

  private Report report(Section reproduction) {
    var sections = new ArrayList<Section>();
    advice.own().ifPresent(own -> sections.addAll(sections(own)));
    sections.add(new Section("What is known before anything runs", bounds()));
    sections.add(reproduction);
    return new Report(Text.onOneLine(advice.workload().name()), "advice", "", answer(), sections);
  }

  private Answer answer() {
    var sentences = new ArrayList<String>();
    sentences.add(sentence(words.answer()));
    words.instead().forEach(line -> sentences.add(sentence(line)));
    advice
        .own()
        .ifPresent(
            own -> {
              sentences.add(sentence("Why not less: " + grounds.below(own)));
              sentences.add(sentence("At " + grounds.margin(own)));
            });
    return new Answer(
        advice.isGood() ? Tone.GOOD : Tone.BAD,
        advice
            .own()
            .filter(own -> advice.isGood())
            .map(own -> own.size().parameters(advice.workload().words()))
            .orElse(advice.withoutPool() ? "There is no pool" : "No size helps"),
        sentences);
  }

  private static String sentence(String words) {
    return Text.capitalized(words) + ".";
  }

  private List<Part> bounds() {
    var lines = new ArrayList<String>();
    lines.add(sentence(grounds.bounds()));
    if (advice.own().isEmpty()) {
      advice.workload().assumed().forEach(line -> lines.add(sentence(line)));
    }
    return List.of(new Part.Words(lines));
  }

  private List<Section> sections(KernelAdvice own) {
    var parts = new ArrayList<Part>();
    if (own.curve().size() > 1) {
      parts.add(
          lines(
              own,
              "failures",
              "Mappings that fail, by the size of the pool",
              Axis.of("failures a machine", ""),
              point -> point.objective(Judged.FAILURES).mean()));
      if (own.isDynamic()) {
        parts.add(
            lines(
                own,
                "transient-share",
                "Mappings in transient pools, by the size of the pool",
                Axis.of("of bounced mappings", "%"),
                point -> 100 * point.objective(Judged.TRANSIENT_SHARE).mean()));
      }
      parts.add(
          lines(
              own,
              "latency",
              "Latency of 99 in a hundred bounced mappings, by the size of the pool",
              Axis.time("map latency p99"),
              point -> point.objective(Judged.P99_MAP).mean()));
      parts.add(
          lines(
              own,
              "memory",
              "Memory of all lasting pools in the end, by the size of the pool",
              new Axis("memory", Axis.Measure.BYTES, "", false, List.of()),
              SizePoint::poolBytes));
    }
    parts.add(table("The sizes", own.curve(), own));
    if (own.areas().size() > 1) {
      parts.add(table("Areas, one by one", own.areas(), own));
    }
    var besides = new ArrayList<String>();
    advice.other().ifPresent(other -> besides.add(sentence(grounds.other(other))));
    words.leftOut(own).ifPresent(left -> besides.add(sentence("Left out: " + left)));
    var sections = new ArrayList<Section>();
    sections.add(
        new Section((own.isDynamic() ? "Sizes, dynamic kernel" : "Sizes, static kernel"), parts));
    if (!besides.isEmpty()) {
      sections.add(new Section("Besides", List.of(new Part.Words(besides))));
    }
    sections.add(
        new Section(
            "How sure it is",
            List.of(
                new Part.Words(grounds.sure(own).stream().map(AdviceReport::sentence).toList()))));
    return sections;
  }

  private static Part.Lines lines(
      KernelAdvice own, String name, String caption, Axis up, ToDoubleFunction<SizePoint> of) {
    var labels =
        own.curve().stream()
            .map(point -> Quantities.bytes((long) point.bootedSlots() * own.slotBytes()))
            .toList();
    var places = new ArrayList<Double>();
    var marks = new ArrayList<Part.Mark>();
    for (var i = 0; i < own.curve().size(); i++) {
      places.add((double) i);
      if (own.curve().get(i).size().filter(own.size()::equals).isPresent()) {
        marks.add(new Part.Mark(i, "advised"));
      }
    }
    return new Part.Lines(
        name,
        caption,
        "",
        Axis.of("default pool", labels),
        up,
        places,
        List.of(
            Series.of(
                "mean of machines",
                Style.LINE,
                own.curve().stream().map(point -> of.applyAsDouble(point)).toList())),
        marks);
  }

  private static Part.Table table(String caption, List<SizePoint> points, KernelAdvice own) {
    return Part.Table.of(
        caption,
        AdviceText.HEADS.stream()
            .map(head -> head.isEmpty() ? Column.words(head) : Column.numbers(head))
            .toList(),
        points.stream()
            .map(point -> AdviceText.cells(point, own).stream().map(Cell::of).toList())
            .toList());
  }
}
