package swiotlb.figures;

/** What became of requests that were throttled, since boot. Two of them bear the kernel's names. */
public final class ThrottleFigures {
  /** All of them. */
  public static final Catalogue ALL = new Catalogue("throttle");

  /** Requests that came above the high level. */
  public static final Figure<Long> HIGH = ALL.declare("high_throttle_count", Unit.COUNT, "");

  /** Requests that came between the levels while the semaphore was taken. */
  public static final Figure<Long> LOW = ALL.declare("low_throttle_count", Unit.COUNT, "");

  /** Those of both that had to wait. */
  public static final Figure<Long> WAITED = ALL.declare("waited", Unit.COUNT, "");

  /** How long in all. */
  public static final Figure<Long> WAIT_NS = ALL.declare("wait_ns", Unit.NANOSECONDS, "");

  /** The longest of those waits. */
  public static final Figure<Long> LONGEST_WAIT_NS =
      ALL.declare("longest_wait_ns", Unit.NANOSECONDS, "");

  /** Most that waited at a time. */
  public static final Figure<Long> MOST_WAITING = ALL.declare("most_waiting", Unit.COUNT, "");

  /** Requests that would have waited for ever. */
  public static final Figure<Long> FOR_EVER = ALL.declare("for_ever", Unit.COUNT, "");

  /** The mapping that keeps the semaphore for ever, since it is never unmapped; -1: none. */
  public static final Figure<Long> KEPT_BY = ALL.declare("kept_by_mapping", Unit.NONE, "");

  private ThrottleFigures() {}
}
