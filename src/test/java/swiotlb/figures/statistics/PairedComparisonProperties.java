package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PairedComparisonProperties {
  private static final class Pairs {
    private final double[] base;
    private final double[] other;

    Pairs(double[] base, double[] other) {
      this.base = base;
      this.other = other;
    }

    static Pairs of(long seed, int n, double shift) {
      var random = new SplittableRandom(seed);
      var base = random.doubles(n, 90, 110).toArray();
      var other = new double[n];
      Arrays.setAll(other, i -> base[i] * (1 + shift) + random.nextDouble(-2, 2));
      return new Pairs(base, other);
    }
  }

  @Property
  void theIntervalLeavesOutZeroJustIfTheTestFindsADifference(
      @ForAll long seed,
      @ForAll @IntRange(min = 3, max = 40) int n,
      @ForAll @DoubleRange(min = -0.05, max = 0.05) double shift) {
    var pairs = Pairs.of(seed, n, shift);
    var comparison = PairedComparison.of(pairs.base, pairs.other, 0.95);
    assertThat(comparison.finding().isDifference()).isEqualTo(comparison.pValue() < 0.05);
    assertThat(comparison.interval().orElseThrow().holds(comparison.relativeDifference())).isTrue();
  }

  @Property
  void theUnitMakesNoDifference(
      @ForAll long seed, @ForAll @DoubleRange(min = 0.25, max = 1000) double unit) {
    var pairs = Pairs.of(seed, 12, 0.01);
    var one = PairedComparison.of(pairs.base, pairs.other, 0.95).interval().orElseThrow();
    var scaled =
        PairedComparison.of(
                Arrays.stream(pairs.base).map(x -> x * unit).toArray(),
                Arrays.stream(pairs.other).map(x -> x * unit).toArray(),
                0.95)
            .interval()
            .orElseThrow();
    assertThat(scaled.low()).isCloseTo(one.low(), within(1e-9));
    assertThat(scaled.high()).isCloseTo(one.high(), within(1e-9));
  }

  @Property
  void moreConfidenceIsWider(@ForAll long seed) {
    var pairs = Pairs.of(seed, 8, 0);
    var narrow = PairedComparison.of(pairs.base, pairs.other, 0.9).interval().orElseThrow();
    var wide = PairedComparison.of(pairs.base, pairs.other, 0.99).interval().orElseThrow();
    assertThat(wide.low()).isLessThan(narrow.low());
    assertThat(wide.high()).isGreaterThan(narrow.high());
  }
}
