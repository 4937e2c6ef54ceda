package swiotlb.figures.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds where the warm-up of a series ends, by the marginal standard error rule (White, 1997): cut
 * so many batches that the mean of what is left has the least standard error, as if its values were
 * independent. Quadratic in the number of batches.
 */
public final class Mser {
  /** Batches of five, MSER-5, are what the literature recommends. */
  public static final int BATCH = 5;

  /** With fewer batches the second half is no longer to be told from the first. */
  private static final int LEAST_BATCHES = 5;

  private static final int LEAST_LEFT = 2;

  private Mser() {}

  /** How many values a series needs for a warm-up to be looked for. */
  public static int leastValues() {
    return BATCH * LEAST_BATCHES;
  }

  /**
   * The warm-up of a series. Nothing is cut where it is too short, or has not settled by its half:
   * a cut there would be a guess. At least two batches and a quarter of all are never cut, since
   * the standard error of one batch is nothing. The values are left as they are.
   *
   * @throws IllegalArgumentException if one of them is not finite
   */
  public static WarmUp five(double... series) {
    if (!Arrays.stream(series).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "not all of " + series.length + " values are numbers, so that no warm-up can be found");
    }
    if (series.length < leastValues()) {
      return new WarmUp(0, WarmUp.State.TOO_SHORT);
    }
    var batches = batches(series);
    var left = Math.max(LEAST_LEFT, batches.length / 4);
    var best = 0;
    var least = Double.POSITIVE_INFINITY;
    for (var cut = 0; cut <= batches.length - left; cut++) {
      var error = squaredError(batches, cut);
      if (error < least) {
        least = error;
        best = cut;
      }
    }
    return best > batches.length / 2
        ? new WarmUp(0, WarmUp.State.UNSETTLED)
        : new WarmUp(best * BATCH, WarmUp.State.SETTLED);
  }

  /** Their means; what is left over at the end belongs to none. */
  private static double[] batches(double[] series) {
    return IntStream.range(0, series.length / BATCH)
        .mapToDouble(i -> Moments.of(Arrays.copyOfRange(series, i * BATCH, (i + 1) * BATCH)).mean())
        .toArray();
  }

  private static double squaredError(double[] batches, int cut) {
    var kept = Arrays.copyOfRange(batches, cut, batches.length);
    var moments = Moments.of(kept);
    var squares = moments.standardDeviation() * moments.standardDeviation() * (kept.length - 1);
    return squares / ((double) kept.length * kept.length);
  }
}
