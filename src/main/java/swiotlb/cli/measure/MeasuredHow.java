package swiotlb.cli.measure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.Mser;
import swiotlb.figures.statistics.PairedComparison;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.figures.statistics.WarmUp;
import swiotlb.report.Quantities;
import swiotlb.study.measure.Outcome;
import swiotlb.study.measure.Replication;
import swiotlb.study.measure.Sample;

/** What was assumed and decided, in sentences. */
final class MeasuredHow {
  private final Outcome outcome;
  private final List<String> lines = new ArrayList<>();

  private MeasuredHow(Outcome outcome) {
    this.outcome = outcome;
  }

  static List<String> lines(Outcome outcome) {
    var how = new MeasuredHow(outcome);
    how.replicated();
    how.notRandom();
    how.warmUps();
    how.intervals();
    return how.lines;
  }

  static String replications(int n) {
    return Quantities.count(n, "replication");
  }

  private void replicated() {
    var runs =
        outcome.samples().stream()
            .map(sample -> sample.configuration().scenario().runs())
            .distinct()
            .sorted()
            .toList();
    var each =
        runs.size() == 1
            ? Quantities.count(runs.get(0), "run")
            : runs.get(0) + " to " + runs.get(runs.size() - 1) + " runs";
    lines.add(
        "%s (machines from boot) of each configuration, with %s in each without a reboot; the n-th of all have the same random numbers, from seed %d"
            .formatted(replications(outcome.replications()), each, outcome.plan().seed()));
    var rule = outcome.plan().rule();
    if (outcome.why() != Decision.GO_ON && outcome.why() != Decision.COMPLETE) {
      lines.add(
          "it stopped there since "
              + outcome.why().label()
              + (rule.precision() > 0
                  ? " (wished: %s to each side; widest: %s)"
                      .formatted(Shown.percent(rule.precision()), Shown.percent(outcome.widest()))
                  : ""));
    }
  }

  private void notRandom() {
    if (outcome.replications() < 2) {
      return;
    }
    var fixed = outcome.samples().stream().filter(sample -> !sample.isRandom()).toList();
    if (!fixed.isEmpty()) {
      lines.add(
          "all replications came to the same in "
              + (fixed.size() == outcome.samples().size()
                  ? "every configuration"
                  : fixed.stream().map(MeasureText::name).collect(Collectors.joining("; ")))
              + ": as far as they can show nothing in it is random that counts");
    }
  }

  /** Configurations of which the same is to be said are said it together. */
  private void warmUps() {
    var said = new LinkedHashMap<String, List<String>>();
    for (var sample : outcome.samples()) {
      var sentence = warmUp(sample);
      if (!sentence.isEmpty()) {
        said.computeIfAbsent(sentence, s -> new ArrayList<>()).add(MeasureText.name(sample));
      }
    }
    said.forEach(
        (sentence, names) ->
            lines.add(
                "warm-up: "
                    + sentence
                    + (names.size() < outcome.samples().size()
                        ? " (" + String.join("; ", names) + ")"
                        : "")));
  }

  /** Empty where there is nothing to say. */
  private static String warmUp(Sample sample) {
    var states = new EnumMap<WarmUp.State, Integer>(WarmUp.State.class);
    var warmUps = sample.replications().stream().map(Replication::warmUp).toList();
    warmUps.forEach(warmUp -> states.merge(warmUp.state(), 1, Integer::sum));
    var cuts = warmUps.stream().mapToInt(WarmUp::cut).summaryStatistics();
    if (states.containsKey(WarmUp.State.GIVEN)) {
      return cuts.getMax() > 0
          ? "the first " + Quantities.count(cuts.getMax(), "run") + " of each do not count"
          : "";
    }
    if (states.containsKey(WarmUp.State.TOO_SHORT)) {
      return sample.configuration().scenario().runs() > 1
          ? "too few runs to see one, all count (MSER-5 takes %d; --warm-up 1 leaves out the first)"
              .formatted(Mser.leastValues())
          : "";
    }
    var unsettled = states.getOrDefault(WarmUp.State.UNSETTLED, 0);
    var cut = "MSER-5 cut %d to %d runs of each".formatted(cuts.getMin(), cuts.getMax());
    return unsettled == 0
        ? cut
        : cut
            + "; %s had not settled by half of their runs, and nothing of them was cut: give more --runs"
                .formatted(replications(unsettled));
  }

  private void intervals() {
    lines.add(
        "spread is the coefficient of variation from replication to replication; the interval of a mean is %s of %s"
            .formatted(
                Interval.Method.STUDENT.label(), Shown.confidence(outcome.plan().confidence())));
    var intervals =
        outcome.comparisons().stream()
            .flatMap(comparison -> comparison.interval().stream())
            .toList();
    if (intervals.isEmpty()) {
      return;
    }
    var confidences =
        intervals.stream()
            .map(Interval::confidence)
            .distinct()
            .sorted()
            .map(Shown::confidence)
            .distinct()
            .toList();
    var methods =
        intervals.stream()
            .map(interval -> interval.method().label())
            .distinct()
            .collect(Collectors.joining(" or "));
    var tested = outcome.comparisons().stream().filter(PairedComparison::wasTested).count();
    lines.add(
        "the interval of a difference is %s of %s%s; effect is the mean of the differences in their standard deviations"
            .formatted(
                methods,
                confidences.size() == 1
                    ? confidences.get(0)
                    : confidences.get(0) + " to " + confidences.get(confidences.size() - 1),
                tested > 1
                    ? ", by Holm for %d comparisons at %s together"
                        .formatted(tested, Shown.confidence(outcome.plan().confidence()))
                    : ""));
  }
}
