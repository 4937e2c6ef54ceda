package swiotlb.kernel.policy;

import java.time.Duration;

/** What a request in process context does when no pool had slots for it. */
public interface ExhaustionPolicy {
  /** All slots. */
  int ALL_PERCENT = 100;

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

  /** Requests that may wait are held back before they search, when slots become few. */
  sealed interface HoldsBack extends ExhaustionPolicy {
    /** Whether a request has to ask whether it may go on, with so many slots in use. */
    boolean asks(long usedSlots, long slots);

    /** Whether so many slots in use are more than the level above which it would have to wait. */
    boolean isAboveHigh(long usedSlots, long slots);
  }

  /**
   * Requests that may wait reserve the slots of all their buffers before they search, and wait in
   * the order in which they came while so many are reserved. Who does not reserve, since it may not
   * wait, has the slots above the level; whoever finds none takes a transient pool, as the kernel
   * does.
   *
   * @param percent of all slots that may be reserved
   */
  record Reserve(int percent) implements HoldsBack {
    @Override
    public Duration patience(boolean mayWait, int waiting) {
      return Duration.ZERO;
    }

    @Override
    public boolean asks(long usedSlots, long slots) {
      return true;
    }

    @Override
    public boolean isAboveHigh(long usedSlots, long slots) {
      return usedSlots * ALL_PERCENT > slots * percent;
    }

    /** Whether so many slots can be reserved at once. */
    public boolean hasRoomFor(long reservedSlots, long slots) {
      return !isAboveHigh(reservedSlots, slots);
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
  record Throttle(int highPercent, int lowPercent) implements HoldsBack {

    @Override
    public Duration patience(boolean mayWait, int waiting) {
      return Duration.ZERO;
    }

    @Override
    public boolean asks(long usedSlots, long slots) {
      return isAboveLow(usedSlots, slots);
    }

    /** Whether so many slots in use are more than the high level. */
    @Override
    public boolean isAboveHigh(long usedSlots, long slots) {
      return usedSlots * ALL_PERCENT > slots * highPercent;
    }

    /** Whether they are more than the low level. */
    public boolean isAboveLow(long usedSlots, long slots) {
      return usedSlots * ALL_PERCENT > slots * lowPercent;
    }
  }
}
