package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private static final double[] ONE_TO_FIVE = {1, 2, 3, 4, 5};

  @Test
  void studentsIsThatOfTheTables() {
    var interval = Intervals.student(ONE_TO_FIVE, 0.95).orElseThrow();
    var half = 2.776445 * Math.sqrt(2.5 / 5); // t of 4 degrees at 97.5 %, by table.
    assertThat(interval.low()).isCloseTo(3 - half, within(1e-6));
    assertThat(interval.high()).isCloseTo(3 + half, within(1e-6));
    assertThat(interval.method()).isEqualTo(Interval.Method.STUDENT);
  }

  @Test
  void oneValueHasNone() {
    assertThat(Intervals.student(new double[] {7}, 0.95)).isEmpty();
    assertThat(Intervals.bootstrap(new double[] {7}, 0.95, 1)).isEmpty();
    assertThat(Moments.of(7).standardDeviation()).isNaN();
  }

  @Test
  void equalValuesHaveOneWithoutWidth() {
    var equal = new double[] {0.1, 0.1, 0.1, 0.1};
    assertThat(Intervals.student(equal, 0.95).orElseThrow().halfWidth()).isZero();
    assertThat(Intervals.bootstrap(equal, 0.95, 1).orElseThrow().halfWidth()).isZero();
  }

  @Test
  void whatIsNoNumberIsNamed() {
    assertThatThrownBy(() -> Intervals.student(new double[] {1, Double.NaN}, 0.95))
        .hasMessageContaining("value 2 of 2 is NaN");
  }

  @Test
  void aBootstrapIsAFunctionOfItsSeed() {
    var values = new SplittableRandom(1).doubles(30).toArray();
    var once = Intervals.bootstrap(values, 0.95, 3);
    assertThat(Intervals.bootstrap(values, 0.95, 3)).isEqualTo(once);
    assertThat(Intervals.bootstrap(values, 0.95, 4)).isNotEqualTo(once);
  }

  @Test
  void valuesKeepTheirOrder() {
    var values = new double[] {5, 1, 4, 2, 3};
    Intervals.student(values, 0.95);
    Intervals.bootstrap(values, 0.95, 1);
    assertThat(values).containsExactly(5, 1, 4, 2, 3);
  }

  @Test
  void ofManyIntervalsAsManyHoldTheMeanAsTheySay() {
    var random = new SplittableRandom(5);
    var student = 0;
    var bootstrap = 0;
    for (var i = 0; i < 400; i++) {
      var values = random.doubles(25).map(x -> -Math.log(1 - x)).toArray(); // Skewed; mean 1.
      student += Intervals.student(values, 0.9).orElseThrow().holds(1) ? 1 : 0;
      bootstrap += Intervals.bootstrap(values, 0.9, i).orElseThrow().holds(1) ? 1 : 0;
    }
    assertThat(student / 400.0).isBetween(0.83, 0.95);
    assertThat(bootstrap / 400.0).isBetween(0.83, 0.95);
  }

  @Test
  void anIntervalThatIsNoneIsRefused() {
    var method = Interval.Method.STUDENT;
    assertThatThrownBy(() -> new Interval(2, 1, 0.95, method)).hasMessageContaining("no interval");
    assertThatThrownBy(() -> new Interval(Double.NaN, 1, 0.95, method))
        .hasMessageContaining("no interval");
    assertThatThrownBy(() -> new Interval(1, 2, 95, method)).hasMessageContaining("no interval");
  }
}
