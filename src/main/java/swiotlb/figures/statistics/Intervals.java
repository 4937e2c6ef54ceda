package swiotlb.figures.statistics;

import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;

/** Intervals of the mean of values of independent replications. */
public final class Intervals {
  private Intervals() {}

  /**
   * By Student's distribution; exact if the values are normal.
   *
   * @return empty if there are fewer than two values, which say nothing about their spread
   * @throws IllegalArgumentException if one of them is not finite
   */
  public static Optional<Interval> student(double[] values, double confidence) {
    requireFinite(values);
    var moments = Moments.of(values);
    if (moments.count() < 2) {
      return Optional.empty();
    }
    var half = quantile(moments.count() - 1, confidence) * moments.standardError();
    return Optional.of(
        new Interval(
            moments.mean() - half, moments.mean() + half, confidence, Interval.Method.STUDENT));
  }

  /**
   * By {@link Bootstrap}; of the same seed always the same.
   *
   * @return empty if there are fewer than two values, which say nothing about their spread
   * @throws IllegalArgumentException if one of them is not finite
   */
  public static Optional<Interval> bootstrap(double[] values, double confidence, long seed) {
    requireFinite(values);
    if (values.length < 2) {
      return Optional.empty();
    }
    return Optional.of(
        Bootstrap.interval(values.length, drawn -> mean(values, drawn), confidence, seed));
  }

  /** Up to where Student's distribution has a confidence, from its middle to both sides. */
  static double quantile(int degreesOfFreedom, double confidence) {
    return TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - confidence) / 2);
  }

  /** The mean of the values with these numbers. */
  static double mean(double[] values, int[] drawn) {
    var sum = 0.0;
    for (var i : drawn) {
      sum += values[i];
    }
    return sum / drawn.length;
  }

  private static void requireFinite(double[] values) {
    for (var i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "value %d of %d is %s, of which there is no interval; leave that replication out, and say so"
                .formatted(i + 1, values.length, values[i]));
      }
    }
  }
}
