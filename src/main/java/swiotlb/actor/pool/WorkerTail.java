package swiotlb.actor.pool;

import java.util.SplittableRandom;

/**
 * Workers that start late, since their CPU has other things to do.
 *
 * @param perMille of a thousand starts, how many are late
 * @param meanNs by how much, on average; distributed exponentially
 * @param mostNs by how much at most
 * @param seed of what is drawn
 */
public record WorkerTail(int perMille, long meanNs, long mostNs, long seed) {
  /** No worker is ever late. */
  public static final WorkerTail NONE = new WorkerTail(0, 0, 0, 0);

  /** Draws how late each start is. State of one allocator. */
  static final class Draws {
    private final WorkerTail tail;
    private final SplittableRandom random;

    /** From the first start on. */
    Draws(WorkerTail tail) {
      this.tail = tail;
      this.random = new SplittableRandom(tail.seed);
    }

    /** How late the next start is. */
    long nextNs() {
      if (tail.perMille == 0 || random.nextInt(1000) >= tail.perMille) {
        return 0;
      }
      var late = -StrictMath.log(1 - random.nextDouble()) * tail.meanNs;
      return Math.min(tail.mostNs, Math.round(late));
    }
  }
}
