package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The lock of an area: one holder after the other. */
class AreaLockTest {
  private static final long CENTURY_NS = 100L * 365 * 24 * 3600 * 1_000_000_000L;

  private final AreaLock lock = new AreaLock(5);

  @Test
  void whoComesWhileItIsHeldWaitsUntilItIsHandedOver() {
    assertThat(lock.hold(100, 10)).isZero();
    assertThat(lock.hold(104, 10)).isEqualTo(6 + 5);
    assertThat(lock.waitedNs()).isEqualTo(11);
    assertThat(lock.contended()).isEqualTo(1);
    assertThat(lock.acquisitions()).isEqualTo(2);
  }

  @Test
  void whoComesLaterDoesNotWait() {
    lock.hold(100, 10);
    assertThat(lock.hold(110, 10)).isZero();
  }

  @Test
  void whatManyWaitTogetherIsNeverLessThanNothing() {
    lock.hold(0, CENTURY_NS);
    lock.hold(0, 0);
    lock.hold(0, 0);
    lock.hold(0, 0);
    assertThat(lock.waitedNs()).isEqualTo(Long.MAX_VALUE);
  }
}
