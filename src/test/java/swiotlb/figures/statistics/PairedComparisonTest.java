package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.TTest;
import org.junit.jupiter.api.Test;

class PairedComparisonTest {
  private static final Direction SPEED = new Direction("faster", "slower");
  private static final double[] BASE = {100, 140, 90, 200, 160};

  private static PairedComparison with(double... other) {
    return PairedComparison.of(BASE, other, 0.95);
  }

  private static String verdict(PairedComparison comparison) {
    return Verdict.of(comparison, SPEED);
  }

  @Test
  void pairsShowWhatTheirSpreadWouldHide() {
    var faster = with(104, 145.5, 93.8, 208.5, 166);
    assertThat(faster.finding()).isEqualTo(Finding.HIGHER);
    assertThat(faster.relativeDifference()).isCloseTo(0.0403, within(1e-3));
    assertThat(faster.interval().orElseThrow().method()).isEqualTo(Interval.Method.FIELLER);
    assertThat(verdict(faster)).isEqualTo("faster by 3.6 to 4.4 %");
  }

  @Test
  void lessIsSaidWithItsOwnWord() {
    assertThat(verdict(with(95, 134, 86, 189, 152.6))).isEqualTo("slower by 3 to 6 %");
  }

  @Test
  void whatTheIntervalDoesNotSupportIsNoDifference() {
    var same = with(100.5, 139, 90.6, 199, 161);
    assertThat(same.finding()).isEqualTo(Finding.UNDECIDED);
    assertThat(verdict(same)).isEqualTo("no difference that 5 replications could show: under 2 %");
    assertThat(same.interval().orElseThrow().bound()).isBetween(0.01, 0.02);
  }

  @Test
  void theIntervalOfAQuotientIsThatOfFieller() {
    // Base constant: the interval is that of the mean of the other one, divided by it.
    var comparison =
        PairedComparison.of(new double[] {2, 2, 2, 2, 2}, new double[] {1, 2, 3, 4, 5}, 0.95);
    var mean = Intervals.student(new double[] {1, 2, 3, 4, 5}, 0.95).orElseThrow();
    var interval = comparison.interval().orElseThrow();
    assertThat(interval.low()).isCloseTo(mean.low() / 2 - 1, within(1e-12));
    assertThat(interval.high()).isCloseTo(mean.high() / 2 - 1, within(1e-12));
  }

  @Test
  void equalRunsAreSaidToBeEqual() {
    assertThat(TTest.withDefaults().pairedTest(BASE, BASE).getPValue()).isNaN(); // The trap.
    var equal = with(BASE.clone());
    assertThat(equal.finding()).isEqualTo(Finding.EQUAL);
    assertThat(equal.relativeDifference()).isZero();
    assertThat(verdict(equal)).isEqualTo("no difference: the same in each of 5 replications");
  }

  @Test
  void whatIsNotRandomIsSaidToBeFixed() {
    var fixed =
        PairedComparison.of(
            new double[] {100, 100, 100}, new double[] {103.21, 103.21, 103.21}, 0.95);
    assertThat(fixed.finding()).isEqualTo(Finding.FIXED);
    assertThat(verdict(fixed)).isEqualTo("faster by 3.21 %: the same in each of 3 replications");
  }

  @Test
  void theSameDifferenceOfBasesThatVaryIsCertain() {
    var shifted = with(Arrays.stream(BASE).map(x -> x + 16).toArray());
    assertThat(shifted.finding()).isEqualTo(Finding.HIGHER);
    assertThat(shifted.pValue()).isZero();
    assertThat(shifted.effectSize()).isNaN();
  }

  @Test
  void twoReplicationsAreTooFew() {
    var two = PairedComparison.of(new double[] {1, 2}, new double[] {3, 5}, 0.95);
    assertThat(two.finding()).isEqualTo(Finding.TOO_FEW);
    assertThat(verdict(two)).contains("2 replications").contains("at least 3");
    assertThat(verdict(PairedComparison.of(new double[0], new double[0], 0.95)))
        .contains("0 replications");
  }

  @Test
  void ofABaseOfZeroNothingIsSaidInPercent() {
    var none = PairedComparison.of(new double[] {0, 0, 0}, new double[] {1, 2, 3}, 0.95);
    assertThat(none.finding()).isEqualTo(Finding.NO_BASE);
    assertThat(verdict(none)).contains("the base is zero").contains("beside 2.000");
    var near = PairedComparison.of(new double[] {0, 0, 1}, new double[] {1, 2, 3}, 0.95);
    assertThat(near.finding()).isEqualTo(Finding.NO_BASE);
  }

  @Test
  void aReplicationWithoutFigureIsSaid() {
    var none = with(1, 2, Double.NaN, 4, 5);
    assertThat(none.finding()).isEqualTo(Finding.NO_FIGURE);
    assertThat(verdict(none)).contains("a replication has no figure");
    assertThat(none.wasTested()).isFalse();
  }

  @Test
  void whatAreNoPairsIsRefused() {
    assertThatThrownBy(() -> with(1, 2)).hasMessageContaining("are no pairs");
  }

  @Test
  void pairsAreNotParted() {
    var other = new double[] {104, 145.5, 93.8, 208.5, 166};
    var copy = other.clone();
    PairedComparison.of(BASE, other, 0.95).bootstrapped(BASE, other, 7);
    assertThat(other).isEqualTo(copy);
  }

  @Test
  void theBootstrapOfPairsAgreesRoughly() {
    var other = new double[] {104, 145.5, 93.8, 208.5, 166};
    var t = PairedComparison.of(BASE, other, 0.95);
    var drawn = t.bootstrapped(BASE, other, 7).interval().orElseThrow();
    assertThat(drawn.method()).isEqualTo(Interval.Method.BOOTSTRAP);
    assertThat(drawn.holds(t.relativeDifference())).isTrue();
    assertThat(drawn.halfWidth())
        .isBetween(
            t.interval().orElseThrow().halfWidth() / 3, t.interval().orElseThrow().halfWidth());
  }

  /** Of few pairs the bootstrap is too narrow, and words and interval must not contradict. */
  @Test
  void noDifferenceHasAnIntervalThatHoldsZero() {
    var found = 0;
    for (var seed = 0; seed < 200; seed++) {
      var random = new SplittableRandom(seed);
      var other = Arrays.stream(BASE).map(base -> base + random.nextDouble(-2, 4)).toArray();
      var t = PairedComparison.of(BASE, other, 0.95);
      var drawn = t.bootstrapped(BASE, other, 7);
      if (drawn.finding() == Finding.UNDECIDED) {
        assertThat(drawn.interval().orElseThrow().holds(0)).isTrue();
        found += drawn.equals(t) ? 1 : 0;
      }
    }
    assertThat(found).isPositive();
  }

  @Test
  void narrowIntervalsGetMoreDigits() {
    var interval = new Interval(0.012341, 0.012349, 0.95, Interval.Method.FIELLER);
    var narrow = with(101, 142, 91, 202, 162);
    assertThat(
            verdict(
                new PairedComparison(
                    narrow.base(),
                    narrow.other(),
                    Finding.HIGHER,
                    0.0123,
                    Optional.of(interval),
                    1,
                    0)))
        .isEqualTo("faster by 1.234 to 1.235 %");
  }
}
