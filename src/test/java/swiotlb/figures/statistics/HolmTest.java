package swiotlb.figures.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HolmTest {

  @Test
  void adjustedValuesAreThoseOfTheTextbook() {
    assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
  }

  @Test
  void whatIsBelowItsLevelIsWhatIsAdjustedBelowAll() {
    var p = new double[] {0.01, 0.04, 0.03, 0.005, 0.5, 0.012};
    var adjusted = Holm.adjusted(p);
    var levels = Holm.levels(0.05, p);
    for (var i = 0; i < p.length; i++) {
      assertThat(p[i] < levels[i]).as("%s", p[i]).isEqualTo(adjusted[i] < 0.05);
    }
  }

  @Test
  void afterOneThatIsNoDifferenceThereIsNone() {
    // Alone the second would be below 0.05, its own step.
    assertThat(Holm.levels(0.05, 0.03, 0.04)).containsExactly(0.025, 0.025);
  }

  @Test
  void oneComparisonIsNotCorrected() {
    assertThat(Holm.levels(0.05, 0.2)).containsExactly(0.05);
    assertThat(Holm.adjusted()).isEmpty();
  }

  @Test
  void whatWasNotTestedIsRefused() {
    assertThatThrownBy(() -> Holm.adjusted(0.1, Double.NaN)).hasMessageContaining("not tested");
  }
}
