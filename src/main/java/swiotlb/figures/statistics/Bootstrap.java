package swiotlb.figures.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.simple.RandomSource;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Intervals without a distribution: the replications are drawn again, with repetition, and the
 * figure is computed of each draw. Bias-corrected and accelerated (BCa; Efron, 1987), by 2000 draws
 * of a seed; quantiles by Hyndman and Fan's method 8. Of fewer than ten replications it is too
 * narrow, as every bootstrap is.
 */
final class Bootstrap {
  private static final int DRAWS = 2000;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private Bootstrap() {}

  /**
   * The interval of a figure.
   *
   * @param n replications
   * @param figure of the replications with these numbers; finite
   */
  static Interval interval(int n, ToDoubleFunction<int[]> figure, double confidence, long seed) {
    var all = new int[n];
    Arrays.setAll(all, i -> i);
    var estimate = figure.applyAsDouble(all);
    var draws = draws(n, figure, seed);
    if (Moments.isConstant(draws)) {
      return new Interval(draws[0], draws[0], confidence, Interval.Method.BOOTSTRAP);
    }
    var bias = bias(draws, estimate);
    var acceleration = acceleration(n, figure);
    var tail = NORMAL.inverseCumulativeProbability((1 - confidence) / 2);
    var ends =
        Quantile.withDefaults()
            .withCopy(true)
            .evaluate(
                draws,
                new double[] {
                  adjusted(bias, acceleration, tail), adjusted(bias, acceleration, -tail)
                });
    return new Interval(ends[0], ends[1], confidence, Interval.Method.BOOTSTRAP);
  }

  private static double[] draws(int n, ToDoubleFunction<int[]> figure, long seed) {
    var random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    var draws = new double[DRAWS];
    var drawn = new int[n];
    for (var i = 0; i < DRAWS; i++) {
      Arrays.setAll(drawn, j -> random.nextInt(n));
      draws[i] = figure.applyAsDouble(drawn);
    }
    return draws;
  }

  /** How far the median of the draws is from the estimate; never infinite. */
  private static double bias(double[] draws, double estimate) {
    var below = 0.0;
    for (var draw : draws) {
      below += draw < estimate ? 1 : draw == estimate ? 0.5 : 0;
    }
    var share = Math.min(DRAWS - 0.5, Math.max(0.5, below)) / DRAWS;
    return NORMAL.inverseCumulativeProbability(share);
  }

  /** How the spread changes with the figure, of what each replication contributes. */
  private static double acceleration(int n, ToDoubleFunction<int[]> figure) {
    var without = new double[n];
    for (var left = 0; left < n; left++) {
      var out = left;
      var others = new int[n - 1];
      Arrays.setAll(others, i -> i < out ? i : i + 1);
      without[left] = figure.applyAsDouble(others);
    }
    var mean = Moments.of(without).mean();
    var squares = 0.0;
    var cubes = 0.0;
    for (var value : without) {
      var distance = mean - value;
      squares += distance * distance;
      cubes += distance * distance * distance;
    }
    return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
  }

  private static double adjusted(double bias, double acceleration, double tail) {
    var z = bias + tail;
    return NORMAL.cumulativeProbability(bias + z / (1 - acceleration * z));
  }
}
