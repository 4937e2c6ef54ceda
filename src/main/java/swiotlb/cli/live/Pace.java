package swiotlb.cli.live;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How fast a run goes: as fast as it can, so many messages a second, or not at all but for single
 * messages. Pages set it, the run asks it. Thread-safe.
 */
final class Pace {
  /** The fastest pace that is not as fast as can be. */
  static final long MOST_PER_SECOND = 1_000_000;

  private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SHORTEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

  private volatile boolean isPaused;
  private volatile long perSecond;
  private int steps;
  private long nextNs = System.nanoTime();

  /**
   * As fast as it can.
   *
   * @param isPaused or not before somebody says so
   */
  Pace(boolean isPaused) {
    this.isPaused = isPaused;
  }

  synchronized void pause() {
    isPaused = true;
    steps = 0;
    notifyAll();
  }

  synchronized void go() {
    isPaused = false;
    steps = 0;
    notifyAll();
  }

  /** One message more of a run that is paused; one that is not is paused. */
  synchronized void step() {
    if (isPaused) {
      steps++;
    }
    isPaused = true;
    notifyAll();
  }

  /**
   * So many messages a second.
   *
   * @param messages at most {@link #MOST_PER_SECOND}; 0: as many as can be
   */
  synchronized void speed(long messages) {
    perSecond = messages;
    nextNs = System.nanoTime();
    notifyAll();
  }

  boolean isPaused() {
    return isPaused;
  }

  /** Messages a second; 0: as many as can be. */
  long perSecond() {
    return perSecond;
  }

  /** Whether there is anything to wait for. */
  boolean holds() {
    return isPaused || perSecond > 0;
  }

  /**
   * Waits until the next message may be handled, or nobody wants it any more.
   *
   * @param whenStands is called once if it has to wait for somebody
   */
  synchronized void awaitTurn(BooleanSupplier isInterrupted, Runnable whenStands) {
    var isTold = false;
    while (!isInterrupted.getAsBoolean()) {
      if (isPaused) {
        if (steps > 0) {
          steps--;
          return;
        }
        if (!isTold) {
          isTold = true;
          whenStands.run();
        }
        rest(LONGEST_WAIT_NS);
        continue;
      }
      var left = perSecond == 0 ? 0 : nextNs - System.nanoTime();
      if (left < SHORTEST_WAIT_NS) {
        schedule();
        return;
      }
      rest(Math.min(left, LONGEST_WAIT_NS));
    }
  }

  /** A run that was held up does not make up for it. */
  private void schedule() {
    if (perSecond > 0) {
      nextNs =
          Math.max(nextNs, System.nanoTime() - SHORTEST_WAIT_NS)
              + TimeUnit.SECONDS.toNanos(1) / perSecond;
    }
  }

  private void rest(long ns) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, ns);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      isPaused = false;
      perSecond = 0;
    }
  }
}
