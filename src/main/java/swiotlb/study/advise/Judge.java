package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import swiotlb.figures.Sums;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.Intervals;
import swiotlb.figures.statistics.Moments;

/** Holds what machines came to against the objectives, those left out that no size meets. */
final class Judge {
  /** Machines of which an interval says more than their mean. */
  static final int LEAST_OF_INTERVAL = 5;

  private final Objectives objectives;
  private final Set<Trial.Failure> beyondHelp = new TreeSet<>();
  private final Map<String, Judged> leftOut = new TreeMap<>();

  Judge(Objectives objectives) {
    this.objectives = objectives;
  }

  /** What no size meets does not count from now on. */
  void leaveOut(List<Trial> ofLargest) {
    for (var one : all(ofLargest, false)) {
      if (one.isMet()) {
        continue;
      }
      if (one.name().equals(Judged.FAILURES)) {
        ofLargest.forEach(trial -> beyondHelp.addAll(trial.failed().keySet()));
      } else {
        leftOut.put(one.name(), one);
      }
    }
  }

  /** Failures that no size helps against. */
  Set<Trial.Failure> beyondHelp() {
    return Set.copyOf(beyondHelp);
  }

  /** Other objectives that no size meets, by name, as the largest came to them. */
  Map<String, Judged> leftOut() {
    return Map.copyOf(leftOut);
  }

  /** Whether machines meet every objective that counts. */
  boolean isMet(List<Trial> trials) {
    return all(trials, false).stream().allMatch(Judged::isMet);
  }

  /** All objectives; those that do not count only if they are wanted. */
  List<Judged> all(List<Trial> trials, boolean whether) {
    var all = new ArrayList<Judged>();
    all.add(
        judged(
            Judged.FAILURES,
            (double) objectives.failures(),
            trials,
            trial -> whether ? trial.failures() : failures(trial)));
    if (whether || !leftOut.containsKey(Judged.TRANSIENT_SHARE)) {
      all.add(
          judged(
              Judged.TRANSIENT_SHARE, objectives.transientShare(), trials, Trial::transientShare));
    }
    if (whether || !leftOut.containsKey(Judged.P99_MAP)) {
      all.add(judged(Judged.P99_MAP, (double) objectives.p99MapNs(), trials, Trial::p99MapNs));
    }
    return all;
  }

  private double failures(Trial trial) {
    return trial.failed().entrySet().stream()
        .filter(failure -> !beyondHelp.contains(failure.getKey()))
        .mapToLong(failure -> failure.getValue())
        .reduce(0L, Sums::plus);
  }

  private Judged judged(
      String name, double limit, List<Trial> trials, ToDoubleFunction<Trial> figure) {
    var values = trials.stream().mapToDouble(figure).filter(Double::isFinite).toArray();
    if (values.length == 0) {
      return new Judged(name, limit, Double.NaN, Double.NaN, true);
    }
    var mean = Moments.of(values).mean();
    var bound = bound(values, mean);
    return new Judged(name, limit, mean, bound, bound <= limit);
  }

  /** The upper end of a one-sided interval; of a few machines the mean, which is all they tell. */
  private double bound(double[] values, double mean) {
    var twoSided = 2 * objectives.confidence() - 1;
    return twoSided <= 0 || values.length < LEAST_OF_INTERVAL
        ? mean
        : Intervals.student(values, twoSided).map(Interval::high).orElse(mean);
  }

  SizePoint point(
      Optional<AskedSize> size,
      int bootedSlots,
      int bootedAreas,
      int slotBytes,
      List<Trial> trials) {
    var failed = new TreeMap<Trial.Failure, Long>();
    trials.forEach(t -> t.failed().forEach((kind, n) -> failed.merge(kind, n, Sums::plus)));
    return new SizePoint(
        size,
        bootedSlots,
        bootedAreas,
        trials.size(),
        (int) trials.stream().filter(trial -> isMet(List.of(trial))).count(),
        all(trials, true),
        isMet(trials),
        failed,
        trials.stream()
            .flatMap(trial -> trial.first().stream())
            .min(Comparator.comparingLong(Trial.FirstFailure::atNs)),
        slotBytes * trials.stream().mapToLong(Trial::poolSlots).average().orElse(0),
        trials.stream().mapToLong(Trial::usedSlots).max().orElse(0));
  }
}
