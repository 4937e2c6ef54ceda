package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class SpreadTest {
  private final Spread spread = new Spread();

  private void add(double... values) {
    for (var value : values) {
      spread.add(value);
    }
  }

  @Test
  void ofNoneAllIsNothing() {
    assertThat(spread.least()).isZero();
    assertThat(spread.median()).isZero();
    assertThat(spread.greatest()).isZero();
  }

  @Test
  void ofOneAllIsThat() {
    add(7);
    assertThat(spread.least()).isEqualTo(7);
    assertThat(spread.median()).isEqualTo(7);
    assertThat(spread.greatest()).isEqualTo(7);
  }

  @Test
  void theMedianIsInTheMiddle() {
    add(9, 1, 1, 5, 6);
    assertThat(spread.median()).isEqualTo(5);
  }

  @Test
  void ofAnEvenNumberTheMedianIsTheLesserOfTheTwoInTheMiddle() {
    add(4, 3, 2, 1);
    assertThat(spread.median()).isEqualTo(2);
  }

  @Test
  void oneNumberSeveralTimesIsThatManyNumbers() {
    add(3);
    spread.add(0, 2);
    spread.add(9, 0);
    assertThat(spread.median()).isZero();
    assertThat(spread.greatest()).isEqualTo(3);
  }

  @Test
  void fewNumbersAreExactHoweverOftenTheyCome() {
    for (var i = 0; i < 100_000; i++) {
      spread.add(21_330 + i % 1000);
    }
    assertThat(spread.isExact()).isTrue();
    assertThat(spread.median()).isEqualTo(21_829);
  }

  @Test
  void ofManyNumbersTheMedianIsKnownToThreeDigits() {
    for (var i = 0; i <= 20_000; i++) {
      spread.add(1e12 * i);
    }
    assertThat(spread.isExact()).isFalse();
    assertThat(spread.least()).isZero();
    assertThat(spread.median()).isCloseTo(1e16, Percentage.withPercentage(0.5));
    assertThat(spread.greatest()).isEqualTo(2e16);
  }

  @Test
  void smallNumbersBesideGreatOnesAreNoTrouble() {
    for (var i = 1; i <= 2000; i++) {
      spread.add(i % 2 == 0 ? 0.001 * i : 9e18 / i);
    }
    assertThat(spread.least()).isEqualTo(0.002);
    assertThat(spread.greatest()).isEqualTo(9e18);
  }
}
