package swiotlb.time;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What keeps real threads between two messages, so that they come to orders that they seldom come
 * to by themselves. An actor is never kept while it handles a message, but at what it sends.
 * Thread-safe.
 */
public interface Disturbance {
  /** Threads go on as they like. */
  Disturbance NONE =
      new Disturbance() {
        @Override
        public void beforeMessage() {
          // Nothing keeps them.
        }

        @Override
        public void afterSending() {
          // Nothing keeps them.
        }

        @Override
        public int messagesOfTurn(int most) {
          return most;
        }
      };

  /** The present thread is about to give an actor its next message. */
  void beforeMessage();

  /** The present thread has put a message into a mailbox; others wait for nothing that it has. */
  void afterSending();

  /**
   * After how many messages an actor's turn ends.
   *
   * @param most at least 1
   * @return from 1 to the most
   */
  int messagesOfTurn(int most);

  /**
   * Threads yield, or do nothing for up to some microseconds, now and then: how often is drawn,
   * too. The seed tells what each thread draws, and not which thread comes to what: that is as it
   * happens.
   */
  static Disturbance seeded(long seed) {
    return new Seeded(seed);
  }

  /** At random places. */
  final class Seeded implements Disturbance {
    private static final int[] ONE_OF = {1, 3, 10, 30, 100};
    private static final int ONE_PARKS_OF = 4;
    private static final long LONGEST_PARK_NS = 50_000;

    private final long seed;
    private final int oneOf;
    private final AtomicLong threads = new AtomicLong();
    private final ThreadLocal<SplittableRandom> random =
        ThreadLocal.withInitial(this::randomOfThread);

    private Seeded(long seed) {
      this.seed = seed;
      this.oneOf = ONE_OF[new SplittableRandom(seed).nextInt(ONE_OF.length)];
    }

    private SplittableRandom randomOfThread() {
      return new SplittableRandom(seed ^ threads.incrementAndGet() << Integer.SIZE);
    }

    @Override
    public void beforeMessage() {
      var own = random.get();
      if (own.nextInt(oneOf) > 0) {
        return;
      }
      if (own.nextInt(ONE_PARKS_OF) == 0) {
        LockSupport.parkNanos(1 + own.nextLong(LONGEST_PARK_NS));
      } else {
        letOthersGo();
      }
    }

    @Override
    public void afterSending() {
      if (random.get().nextInt(oneOf) == 0) {
        letOthersGo();
      }
    }

    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on what the scheduler makes of it.
    private static void letOthersGo() {
      Thread.yield();
    }

    @Override
    public int messagesOfTurn(int most) {
      return 1 + random.get().nextInt(most);
    }
  }
}
