package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import swiotlb.figures.statistics.Comparisons;
import swiotlb.figures.statistics.Finding;
import swiotlb.figures.statistics.PairedComparison;
import swiotlb.figures.statistics.StoppingRule.Decision;

/**
 * What was measured, and what it supports.
 *
 * @param samples one for each configuration, in their order
 * @param comparisons each configuration but the first beside the first
 * @param why no more was measured; {@link Decision#GO_ON} if it was interrupted
 */
public record Outcome(
    Plan plan,
    List<Sample> samples,
    List<PairedComparison> comparisons,
    Decision why,
    boolean interrupted) {

  /** Immutable from the start. */
  public Outcome {
    samples = List.copyOf(samples);
    comparisons = List.copyOf(comparisons);
  }

  static Outcome of(Plan plan, List<Sample> samples, Decision why, boolean interrupted) {
    return new Outcome(plan, samples, compared(plan, samples), why, interrupted);
  }

  private static List<PairedComparison> compared(Plan plan, List<Sample> samples) {
    var base = samples.get(0).values(plan.metric());
    var others = new ArrayList<double[]>();
    for (var sample : samples.subList(1, samples.size())) {
      others.add(sample.values(plan.metric()));
    }
    var comparisons = Comparisons.of(base, others, plan.confidence());
    if (!plan.bootstraps()) {
      return comparisons;
    }
    var drawn = new ArrayList<PairedComparison>();
    for (var i = 0; i < comparisons.size(); i++) {
      drawn.add(comparisons.get(i).bootstrapped(base, others.get(i), plan.seed()));
    }
    return drawn;
  }

  Outcome stopped(Decision decision) {
    return new Outcome(plan, samples, comparisons, decision, interrupted);
  }

  /** How many replications of each configuration there are. */
  public int replications() {
    return samples.get(0).replications().size();
  }

  /**
   * Half of the widest interval: of the differences, in parts of the base; of a single
   * configuration that of its mean, in parts of it. NaN if one is not known.
   */
  public double widest() {
    if (comparisons.isEmpty()) {
      var sample = samples.get(0);
      var mean = sample.moments(plan.metric()).mean();
      return sample
          .interval(plan.metric(), plan.confidence())
          .map(i -> mean == 0 ? Double.NaN : i.halfWidth() / Math.abs(mean))
          .orElse(Double.NaN);
    }
    return comparisons.stream().mapToDouble(Outcome::halfWidth).reduce(0, Math::max);
  }

  private static double halfWidth(PairedComparison comparison) {
    return comparison
        .interval()
        .map(i -> i.halfWidth())
        .orElse(
            comparison.finding() == Finding.EQUAL || comparison.finding() == Finding.FIXED
                ? 0
                : Double.NaN);
  }

  /** Whether every replication of every configuration went as it should. */
  public boolean isGood() {
    return samples.stream().allMatch(Sample::isGood);
  }
}
