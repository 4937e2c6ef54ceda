package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeldSlotsTest {
  private static final long DAY_NS = Duration.ofHours(20).toNanos();
  private static final int MANY = 504_000;

  private final HeldSlots held = new HeldSlots(null, 0);

  @Test
  void halfAMillionSlotsHeldForADayAreThatManyOnAverage() {
    held.took(MANY, 0);
    assertThat(held.report(DAY_NS).average(0, DAY_NS)).isEqualTo(MANY);
  }

  @Test
  void theirSumIsExact() {
    held.took(MANY, 0);
    assertThat(held.report(DAY_NS).slotNs())
        .isEqualTo(BigInteger.valueOf(MANY).multiply(BigInteger.valueOf(DAY_NS)));
  }

  @Test
  void whatIsStillHeldCountsUntilTheEndOfTheRun() {
    held.took(MANY, 0);
    assertThat(held.report(0).average(0, DAY_NS)).isEqualTo(MANY);
  }

  @Test
  void aSumThatFitsIsALong() {
    held.took(3, 0);
    assertThat(held.report(7).slotNs()).isEqualTo(21L);
  }

  @Test
  void aRunWithoutDurationHoldsNothing() {
    held.took(3, 0);
    assertThat(held.report(0).average(5, 5)).isZero();
  }
}
