package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MserTest {
  private static double[] noise(int n, long seed) {
    return new SplittableRandom(seed).doubles(n, -1, 1).toArray();
  }

  @Test
  void aSlowStartIsCut() {
    var series = noise(100, 3);
    for (var i = 0; i < 12; i++) {
      series[i] -= 40;
    }
    assertThat(Mser.five(series)).isEqualTo(new WarmUp(15, WarmUp.State.SETTLED));
  }

  @Test
  void aSeriesWithoutStartLosesLittle() {
    for (var seed = 0; seed < 50; seed++) {
      var warmUp = Mser.five(noise(100, seed));
      assertThat(warmUp.cut()).isLessThanOrEqualTo(50);
    }
    assertThat(Mser.five(new double[60])).isEqualTo(new WarmUp(0, WarmUp.State.SETTLED));
  }

  @Test
  void aSeriesThatClimbsToItsEndHasNotSettled() {
    var series = new double[60];
    Arrays.setAll(series, i -> i < 45 ? 0 : 100);
    assertThat(Mser.five(series)).isEqualTo(new WarmUp(0, WarmUp.State.UNSETTLED));
  }

  @Test
  void fiveRunsAreTooShort() {
    assertThat(Mser.five(1, 9, 9, 9, 9)).isEqualTo(new WarmUp(0, WarmUp.State.TOO_SHORT));
    assertThat(Mser.leastValues()).isEqualTo(25);
    assertThat(Mser.five(new double[24]).state()).isEqualTo(WarmUp.State.TOO_SHORT);
    assertThat(Mser.five(new double[25]).state()).isEqualTo(WarmUp.State.SETTLED);
  }

  @Test
  void whatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> Mser.five(1, Double.NaN)).hasMessageContaining("numbers");
  }
}
