package swiotlb.cli.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.PairedComparison;
import swiotlb.figures.statistics.Verdict;
import swiotlb.report.Remarks;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Bar;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;
import swiotlb.report.page.Report;
import swiotlb.report.page.Report.Answer;
import swiotlb.report.page.Report.Section;
import swiotlb.report.page.Report.Tone;
import swiotlb.study.measure.Metric;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.Sample;

/** What was measured, as a page. */
final class MeasureReport {
  private static final int MOST_NAMED = 3;

  private final Outcome outcome;
  private final Metric metric;

  private MeasureReport(Outcome outcome) {
    this.outcome = outcome;
    this.metric = outcome.plan().metric();
  }

  /**
   * Of an outcome.
   *
   * @param reproduction how somebody else comes to the same
   */
  static Report of(Outcome outcome, Section reproduction) {
    return new MeasureReport(outcome).report(reproduction);
  }

  private Report report(Section reproduction) {
    var sections = new ArrayList<Section>();
    if (outcome.comparisons().stream().anyMatch(c -> Double.isFinite(c.relativeDifference()))) {
      sections.add(new Section("Differences", List.of(differences())));
    }
    sections.add(new Section("Figures", List.of(compared(), besides())));
    wrong(List.of(outcome)).ifPresent(sections::add);
    sections.add(
        new Section("How it was measured", List.of(new Part.Words(MeasuredHow.lines(outcome)))));
    remarks(List.of(outcome)).ifPresent(sections::add);
    sections.add(reproduction);
    return new Report(title(outcome), "measurement", "", answer(), sections);
  }

  private static String title(Outcome outcome) {
    var names =
        outcome.samples().stream()
            .map(sample -> sample.configuration().scenario().name())
            .distinct()
            .toList();
    return names.size() <= MOST_NAMED ? String.join(", ", names) : names.size() + " scenarios";
  }

  private Answer answer() {
    var samples = outcome.samples();
    var base = samples.get(0);
    var sentences = new ArrayList<String>();
    if (outcome.interrupted()) {
      sentences.add("It was interrupted; the results are of the replications so far.");
    }
    if (!outcome.isGood()) {
      sentences.add("Some replications went wrong, as is told below.");
    }
    var tone = outcome.isGood() ? outcome.interrupted() ? Tone.DOUBTFUL : Tone.PLAIN : Tone.BAD;
    if (samples.size() == 1) {
      var moments = base.moments(metric);
      sentences.add(
          "It is the %s on average of %s; %s."
              .formatted(metric, MeasuredHow.replications(moments.count()), spread(base)));
      return new Answer(
          tone, "%s: %s".formatted(metric, Shown.value(metric, moments.mean())), sentences);
    }
    var verdicts = new ArrayList<String>();
    for (var i = 1; i < samples.size(); i++) {
      verdicts.add(
          "%s: %s"
              .formatted(
                  MeasureText.name(samples.get(i)),
                  Verdict.of(outcome.comparisons().get(i - 1), metric.direction())));
    }
    sentences.add(0, "%s beside %s (the base).".formatted(metric, MeasureText.name(base)));
    if (verdicts.size() == 1) {
      return new Answer(tone, verdicts.get(0), sentences);
    }
    sentences.addAll(1, verdicts);
    var differ = outcome.comparisons().stream().filter(c -> c.finding().isDifference()).count();
    return new Answer(
        tone,
        "%d of %d differ in %s from the base".formatted(differ, verdicts.size(), metric),
        sentences);
  }

  private String spread(Sample sample) {
    var of = interval(sample, metric);
    if (of.isEmpty()) {
      return "how far the mean may be off is not known";
    }
    return of.get().halfWidth() == 0
        ? "all of them came to the same"
        : "the mean lies within %s for all that is known (%s)"
            .formatted(Shown.values(metric, of), Shown.confidence(outcome.plan().confidence()));
  }

  private Optional<Interval> interval(Sample sample, Metric of) {
    return sample.interval(of, outcome.plan().confidence());
  }

  private Part.Bars differences() {
    var bars = new ArrayList<Bar>();
    for (var i = 1; i < outcome.samples().size(); i++) {
      var comparison = outcome.comparisons().get(i - 1);
      var value = 100 * comparison.relativeDifference();
      if (Double.isFinite(value)) {
        bars.add(
            new Bar(
                MeasureText.name(outcome.samples().get(i)),
                value,
                comparison.interval().map(interval -> 100 * interval.low()).orElse(value),
                comparison.interval().map(interval -> 100 * interval.high()).orElse(value),
                Shown.difference(comparison.relativeDifference()) + withoutInterval(comparison)));
      }
    }
    return new Part.Bars(
        "differences",
        "Differences in " + metric + " from " + MeasureText.name(outcome.samples().get(0)),
        "An interval that holds zero supports no difference. Confidence: "
            + Shown.confidence(outcome.plan().confidence())
            + " of all together.",
        Axis.of("difference from the base", "%"),
        bars);
  }

  /** A bar without an interval must not look as if it were certain where it is not. */
  private static String withoutInterval(PairedComparison comparison) {
    return switch (comparison.finding()) {
      case TOO_FEW, NO_BASE -> " (how sure: unknown)";
      case EQUAL, FIXED -> " (in each)";
      default -> "";
    };
  }

  private Part.Table compared() {
    var rows = new ArrayList<List<Cell>>();
    for (var i = 0; i < outcome.samples().size(); i++) {
      var sample = outcome.samples().get(i);
      var row =
          new ArrayList<>(
              List.of(
                  Cell.of(MeasureText.name(sample)),
                  mean(sample, metric),
                  Cell.of(Shown.percent(sample.moments(metric).coefficientOfVariation()))));
      if (i == 0) {
        row.addAll(List.of(Cell.of("the base"), Cell.of(""), Cell.of("")));
      } else {
        var comparison = outcome.comparisons().get(i - 1);
        var difference = Shown.difference(comparison.relativeDifference());
        row.add(
            comparison
                .interval()
                .map(
                    interval ->
                        Cell.within(
                            difference,
                            Shown.difference(interval.low()),
                            Shown.difference(interval.high())))
                .orElse(Cell.of(difference)));
        row.add(Cell.of(Shown.effect(comparison.effectSize())));
        row.add(Cell.of(Shown.pValue(comparison.pValue())));
      }
      rows.add(row);
    }
    return Part.Table.of(
        "What was compared",
        List.of(
            Column.words("configuration"),
            Column.numbers(metric.label()),
            Column.numbers("spread"),
            Column.numbers("difference"),
            Column.numbers("effect"),
            Column.numbers("p")),
        rows);
  }

  private Cell mean(Sample sample, Metric of) {
    var mean = Shown.value(of, sample.moments(of).mean());
    return interval(sample, of)
        .filter(
            interval -> !Shown.value(of, interval.low()).equals(Shown.value(of, interval.high())))
        .map(
            interval ->
                Cell.within(
                    mean, Shown.value(of, interval.low()), Shown.value(of, interval.high())))
        .orElse(Cell.of(mean));
  }

  private Part.Table besides() {
    var columns = Stream.of(Column.words("configuration"));
    return Part.Table.of(
        "Means of all replications",
        Stream.concat(
                columns, MeasureText.BESIDES.stream().map(each -> Column.numbers(each.label())))
            .toList(),
        outcome.samples().stream()
            .map(
                sample ->
                    Stream.concat(
                            Stream.of(Cell.of(MeasureText.name(sample))),
                            MeasureText.BESIDES.stream().map(each -> mean(sample, each)))
                        .toList())
            .toList());
  }

  /** What was said of the scenarios; absent if nothing was. */
  static Optional<Section> remarks(List<Outcome> outcomes) {
    return Remarks.section(
        outcomes.stream()
            .flatMap(outcome -> outcome.samples().stream())
            .flatMap(sample -> sample.configuration().scenario().notes().stream())
            .toList());
  }

  /** Mappings that failed, by reason, and replications that went wrong; absent if none did. */
  static Optional<Section> wrong(List<Outcome> outcomes) {
    var rows =
        outcomes.stream()
            .flatMap(outcome -> outcome.samples().stream())
            .flatMap(
                sample ->
                    sample.failures().entrySet().stream()
                        .map(
                            failure ->
                                List.of(
                                    Cell.of(MeasureText.name(sample)),
                                    Cell.of(failure.getKey()),
                                    Cell.of(String.valueOf(failure.getValue())),
                                    Cell.of(String.valueOf(sample.replications().size())))))
            .toList();
    var parts = new ArrayList<Part>();
    if (!rows.isEmpty()) {
      parts.add(
          Part.Table.of(
              "Mappings that failed",
              List.of(
                  Column.words("configuration"),
                  Column.words("reason"),
                  Column.numbers("mappings"),
                  Column.numbers("in replications")),
              rows));
    }
    var replications = outcomes.stream().flatMap(o -> WentWrong.replications(o).stream()).toList();
    if (!replications.isEmpty()) {
      parts.add(new Part.Words(replications));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(new Section("Failures", parts));
  }
}
