package swiotlb.explore;

import java.util.SplittableRandom;

/**
 * By how much a message may come later than it was to: like a CPU that is taken away meanwhile,
 * that has nothing to do with how long it was to take. All orders of magnitude are as likely, since
 * a search takes nanoseconds and a disk microseconds.
 *
 * @param mostNs nanoseconds, at least 1
 */
public record Lateness(long mostNs) {
  /** Checked. */
  public Lateness {
    if (mostNs < 1) {
      throw new IllegalArgumentException("a lateness of " + mostNs + " ns");
    }
  }

  /** One of them, from 1 ns on. */
  long draw(SplittableRandom random) {
    return Math.max(1, Math.round(Math.exp(random.nextDouble() * Math.log((double) mostNs))));
  }
}
