package swiotlb.kernel.policy;

import java.time.Duration;

/** What a request in process context does when no pool had slots for it. */
public interface ExhaustionPolicy {

  /**
   * How long a request waits for a new pool; zero: it takes a transient pool at once.
   *
   * @param mayWait whether it was made in process context
   * @param waiting requests that wait already
   */
  Duration patience(boolean mayWait, int waiting);

  /** As the kernel does: nobody waits, everybody takes a transient pool. */
  record TakeTransient() implements ExhaustionPolicy {
    @Override
    public Duration patience(boolean mayWait, int waiting) {
      return Duration.ZERO;
    }
  }

  /**
   * Requests in process context wait for the worker and search again when a pool was published;
   * when their time is up, or growth failed, they take a transient pool. Interrupt context never
   * waits.
   *
   * @param timeout the longest wait of one request, positive
   * @param most requests that may wait at a time; further ones take a transient pool
   */
  record WaitForGrowth(Duration timeout, int most) implements ExhaustionPolicy {
    @Override
    public Duration patience(boolean mayWait, int waiting) {
      return mayWait && waiting < most ? timeout : Duration.ZERO;
    }
  }

  /**
   * As proposed in August 2024: requests that may wait pass one after the other while nearly all
   * slots are in use, before they search; whoever finds no slots all the same takes a transient
   * pool, as the kernel does. Other requests are not held up.
   *
   * @param highPercent above which of all slots a request is throttled
   * @param lowPercent above which it is throttled while another one is
   */
  record Throttle(int highPercent, int lowPercent) implements ExhaustionPolicy {
    private static final int ALL_PERCENT = 100;

    @Override
    public Duration patience(boolean mayWait, int waiting) {
      return Duration.ZERO;
    }

    /** Whether so many slots in use are more than the high level. */
    public boolean isAboveHigh(long usedSlots, long slots) {
      return usedSlots * ALL_PERCENT > slots * highPercent;
    }

    /** Whether they are more than the low level. */
    public boolean isAboveLow(long usedSlots, long slots) {
      return usedSlots * ALL_PERCENT > slots * lowPercent;
    }
  }
}
