package swiotlb.figures.statistics;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/**
 * How many values there are, and their mean and spread.
 *
 * @param mean NaN if there are none
 * @param standardDeviation that of the population, estimated with n - 1; NaN if there are fewer
 *     than two values, of which nobody knows how far they spread
 */
public record Moments(int count, double mean, double standardDeviation) {

  /** Those of some values, which are left as they are. */
  public static Moments of(double... values) {
    var n = values.length;
    if (n > 0 && isConstant(values)) {
      return new Moments(n, values[0], n < 2 ? Double.NaN : 0); // Exactly, without rounding.
    }
    return new Moments(
        n,
        n == 0 ? Double.NaN : Mean.of(values).getAsDouble(),
        n < 2 ? Double.NaN : StandardDeviation.of(values).getAsDouble());
  }

  /** Whether all values are the same, so that no spread can be seen; so too if there are none. */
  static boolean isConstant(double... values) {
    for (var value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  /** The standard deviation in parts of the mean; NaN if one of them is not known or zero. */
  public double coefficientOfVariation() {
    return mean == 0 ? Double.NaN : standardDeviation / Math.abs(mean);
  }

  /** How far the mean of as many values is from the true one, on average; NaN as the spread. */
  public double standardError() {
    return standardDeviation / Math.sqrt(count);
  }
}
