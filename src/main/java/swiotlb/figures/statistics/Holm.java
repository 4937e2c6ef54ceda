package swiotlb.figures.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Several comparisons at once: with twenty of them one differs by chance. Holm's way (1979) keeps
 * the chance of any false alarm among all of them at that of a single one, and needs nothing to be
 * independent.
 */
public final class Holm {
  private Holm() {}

  /**
   * The p-values that may be held against the level of a single comparison.
   *
   * @throws IllegalArgumentException if one is not from 0 to 1; what was not tested has none
   */
  public static double[] adjusted(double... pValues) {
    var adjusted = new double[pValues.length];
    var most = 0.0;
    var rank = 0;
    for (var i : ascending(pValues)) {
      most = Math.max(most, Math.min(1, (pValues.length - rank) * pValues[i]));
      adjusted[i] = most;
      rank++;
    }
    return adjusted;
  }

  /**
   * The level that each p-value has to meet in its step. After the first that does not meet its own
   * the level stays, and no later one meets it: what is below its level here is a difference, and
   * an interval at one less this level leaves out zero just then.
   */
  public static double[] levels(double level, double... pValues) {
    var levels = new double[pValues.length];
    var rank = 0;
    for (var i : ascending(pValues)) {
      levels[i] = level / (pValues.length - rank);
      rank += pValues[i] < levels[i] ? 1 : 0;
    }
    return levels;
  }

  private static int[] ascending(double[] pValues) {
    if (Arrays.stream(pValues).anyMatch(p -> !(p >= 0 && p <= 1))) {
      throw new IllegalArgumentException(
          "not all of "
              + Arrays.toString(pValues)
              + " are from 0 to 1; leave out what was not tested");
    }
    return IntStream.range(0, pValues.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> pValues[i]))
        .mapToInt(i -> i)
        .toArray();
  }
}
