package swiotlb.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeSpentTest {
  private static final TimeSpent POWERS = new TimeSpent(1, 2, 4, 8, 16, 32, 64, 128, 256);

  @Test
  void theTotalIsTheSumOfAllParts() {
    assertThat(POWERS.totalNs()).isEqualTo(511);
  }

  @Test
  void addingAddsEachPart() {
    assertThat(POWERS.plus(POWERS)).isEqualTo(new TimeSpent(2, 4, 8, 16, 32, 64, 128, 256, 512));
  }
}
