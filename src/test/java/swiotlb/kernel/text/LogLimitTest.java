package swiotlb.kernel.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class LogLimitTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final LogLimit limit = new LogLimit();

  private boolean isWritten(long nowNs) {
    assertThat(limit.leftOutBefore(nowNs)).isEmpty();
    return limit.writes();
  }

  private void fill(int lines) {
    for (var i = 0; i < lines; i++) {
      isWritten(i);
    }
  }

  @Test
  void tenLinesAreWrittenAndTheEleventhIsNot() {
    for (var i = 0; i < 10; i++) {
      assertThat(isWritten(i)).isTrue();
    }
    assertThat(isWritten(10)).isFalse();
  }

  @Test
  void theEndOfTheWindowStillBelongsToIt() {
    fill(10);
    assertThat(isWritten(5 * SECOND_NS)).isFalse();
  }

  @Test
  void theNextWindowSaysFirstHowManyWereLeftOut() {
    fill(13);
    assertThat(limit.leftOutBefore(5 * SECOND_NS + 1)).isEqualTo(OptionalLong.of(3));
    assertThat(limit.writes()).isTrue();
  }

  @Test
  void whatWasToldIsNotToldAgain() {
    fill(13);
    limit.leftOutBefore(6 * SECOND_NS);
    limit.writes();
    assertThat(limit.leftOutBefore(20 * SECOND_NS)).isEmpty();
  }

  @Test
  void aWindowThatLeftNothingOutSaysNothing() {
    fill(10);
    assertThat(isWritten(6 * SECOND_NS)).isTrue();
  }
}
