package swiotlb.time;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which of many possible orders a run takes where times alone do not decide.
 *
 * <p>Not thread-safe; one for each run.
 */
public final class Schedule {
  private final @Nullable SplittableRandom picks;
  private final @Nullable SplittableRandom noise;
  private final double jitter;

  private Schedule(
      @Nullable SplittableRandom picks, @Nullable SplittableRandom noise, double jitter) {
    this.picks = picks;
    this.noise = noise;
    this.jitter = jitter;
  }

  /** Runnable mailboxes in the order in which they became runnable. */
  public static Schedule inOrder() {
    return new Schedule(null, null, 0);
  }

  /** A random runnable mailbox each time: as reproducible, another interleaving. */
  public static Schedule random(long seed) {
    return new Schedule(new SplittableRandom(seed), null, 0);
  }

  /**
   * The same, with noise on delays, since ties alone explore little.
   *
   * @param fraction the most by which a delay is lengthened
   */
  public Schedule withJitter(long seed, double fraction) {
    // The stream of noise is not that of the picks: one more pick must not change the noise.
    return new Schedule(picks, new SplittableRandom(~seed), fraction);
  }

  /** The index of the runnable to take next. */
  int pick(int runnables) {
    return picks == null || runnables == 1 ? 0 : picks.nextInt(runnables);
  }

  long jittered(long nowNs, long timeNs) {
    var most = (long) ((timeNs - nowNs) * jitter);
    return noise == null || most <= 0 ? timeNs : timeNs + noise.nextLong(most + 1);
  }
}
