package swiotlb.study.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Waits for what comes at its own time, long enough for a machine on which everything takes ten
 * times as long.
 */
public final class Waiting {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final long LOOK_EVERY_MS = 20;

  private Waiting() {}

  /** Until it holds; fails if it does not in a long time. */
  public static void until(String what, BooleanSupplier holds) {
    var endNs = System.nanoTime() + LONGEST.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until " + what).isLessThan(endNs);
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
