package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PublishedDifferenceTest {

  @Test
  void itsErrorIsThatOfAQuotientOfTwoMeans() {
    // x86, small, growing: var 1.96 % and 0.52 %, diff -2.2 %.
    var cell = new PublishedDifference(5, 0.0196, 0.0052, -0.022, 0);
    var byHand = 0.978 * Math.sqrt((0.0196 * 0.0196 + 0.0052 * 0.0052) / 5);
    assertThat(cell.standardError()).isCloseTo(byHand, within(1e-15));
    assertThat(cell.z(-0.022)).isZero();
    assertThat(cell.z(0)).isCloseTo(2.48, within(0.01));
  }

  @Test
  void aBoundIsZeroAndAsMuchOfAnError() {
    var cell = new PublishedDifference(5, 0, 0, 0, 0.001);
    assertThat(cell.standardError()).isEqualTo(0.001);
    assertThat(cell.z(-0.002)).isEqualTo(-2);
  }
}
