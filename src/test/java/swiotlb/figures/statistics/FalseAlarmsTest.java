package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Equal designs are not told apart: of a thousand comparisons of what is the same but for chance,
 * as many find a difference as the level permits.
 */
class FalseAlarmsTest {
  private static final int TIMES = 1000;
  private static final int REPLICATIONS = 20;

  /** Figures of designs that are equal; what a replication does to all of them they share. */
  private static final class Equal {
    private final double[] base;
    private final List<double[]> others;

    Equal(double[] base, List<double[]> others) {
      this.base = base;
      this.others = others;
    }

    static Equal designs(long seed, int others, int replications) {
      var random = new SplittableRandom(seed);
      var shared = gaussian(random, replications);
      var designs = new ArrayList<double[]>();
      for (var i = 0; i <= others; i++) {
        var own = gaussian(random, replications);
        Arrays.setAll(own, j -> 250 * (1 + 0.05 * shared[j] + 0.03 * own[j]));
        designs.add(own);
      }
      return new Equal(designs.get(0), designs.subList(1, others + 1));
    }

    private static double[] gaussian(SplittableRandom random, int n) {
      return IntStream.range(0, n)
          .mapToDouble(
              i ->
                  Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
                      * Math.cos(2 * Math.PI * random.nextDouble()))
          .toArray();
    }
  }

  private static double alarms(int others, ToIntFunction<Equal> differences) {
    return IntStream.range(0, TIMES)
            .filter(
                i ->
                    differences.applyAsInt(
                            Equal.designs(0x5eed + i * 0x9e3779b97f4a7c15L, others, REPLICATIONS))
                        > 0)
            .count()
        / (double) TIMES;
  }

  private static int count(List<PairedComparison> comparisons) {
    return (int) comparisons.stream().filter(c -> c.finding().isDifference()).count();
  }

  @Test
  void oneComparisonAlarmsAsOftenAsItsLevelPermits() {
    assertThat(alarms(1, equal -> count(Comparisons.of(equal.base, equal.others, 0.95))))
        .isBetween(0.03, 0.07);
  }

  @Test
  void fiveComparisonsAlarmNoMoreOftenThanOne() {
    assertThat(alarms(5, equal -> count(Comparisons.of(equal.base, equal.others, 0.95))))
        .isBetween(0.03, 0.07);
  }

  @Test
  void stoppingWhenIntervalsAreNarrowAlarmsNoMoreOften() {
    var rule = new StoppingRule(10, REPLICATIONS, 0.017);
    assertThat(alarms(1, equal -> count(List.of(stopped(equal, rule, false)))))
        .isBetween(0.03, 0.07);
  }

  // The counter itself: two ways of being misled, which it sees.

  @Test
  void fiveComparisonsThatAreNotCorrectedAlarmTooOften() {
    assertThat(
            alarms(
                5,
                equal ->
                    count(
                        equal.others.stream()
                            .map(other -> PairedComparison.of(equal.base, other, 0.95))
                            .toList())))
        .isGreaterThan(0.1);
  }

  @Test
  void stoppingAtTheFirstDifferenceAlarmsTooOften() {
    var rule = new StoppingRule(3, REPLICATIONS, 0.001);
    assertThat(alarms(1, equal -> count(List.of(stopped(equal, rule, true))))).isGreaterThan(0.1);
  }

  private static PairedComparison stopped(Equal equal, StoppingRule rule, boolean atADifference) {
    for (var n = rule.next(0); ; n = rule.next(n)) {
      var comparison =
          PairedComparison.of(
              Arrays.copyOf(equal.base, n), Arrays.copyOf(equal.others.get(0), n), 0.95);
      var half = comparison.interval().orElseThrow().halfWidth();
      if (rule.after(n, half, true) != StoppingRule.Decision.GO_ON
          || (atADifference && comparison.finding().isDifference())) {
        return comparison;
      }
    }
  }
}
