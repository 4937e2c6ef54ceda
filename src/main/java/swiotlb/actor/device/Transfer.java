package swiotlb.actor.device;

/**
 * A device's work on a request. Its end is foreseen when the CPU begins with the last copy; each
 * interrupt that takes the CPU from that copy puts it off. State of one request.
 */
final class Transfer {
  /** The end cannot be told yet. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private int number;
  private long readyNs;
  private long lateNs;
  private long foreseenNs;
  private boolean isInterrupted;
  private long heldUntilNs = Arrivals.AS_LONG_AS_IT_TAKES;

  /**
   * Begins.
   *
   * @param readyAtNs when the CPU will have handed everything to the device
   * @param heldUntil when it ends, whenever it began; {@link Arrivals#AS_LONG_AS_IT_TAKES}: when
   *     the device is done
   */
  void begin(long readyAtNs, long heldUntil) {
    number++;
    readyNs = readyAtNs;
    heldUntilNs = heldUntil;
    lateNs = 0;
    foreseenNs = UNKNOWN;
  }

  /** The device has forgotten it: what it says of it from now on is too late. */
  void forget() {
    number++;
  }

  /** Counts transfers of the request, so that a late answer is known as such. */
  int number() {
    return number;
  }

  /** When the device will have, or got, what it needs. */
  long readyNs() {
    return readyNs;
  }

  /** Whether the device has what it needs. */
  boolean isReady(long nowNs) {
    return !isInterrupted && readyNs <= nowNs;
  }

  /** The CPU was taken from the copy. */
  void interrupted() {
    isInterrupted = true;
  }

  /**
   * The CPU is back.
   *
   * @param readyAtNs when it will be done now
   * @return the end, if it was foreseen for a moment within the interruption; else {@link #UNKNOWN}
   */
  long resumed(long readyAtNs) {
    isInterrupted = false;
    lateNs += readyAtNs - readyNs;
    readyNs = readyAtNs;
    var end = foreseenNs == UNKNOWN ? UNKNOWN : putOff(foreseenNs);
    if (end != UNKNOWN) {
      lateNs = 0;
      foreseenNs = UNKNOWN;
    }
    return end;
  }

  /**
   * The end as it was foreseen has come.
   *
   * @return the end as it is: now, later, or {@link #UNKNOWN} until the CPU is back
   */
  long endAt(long nowNs) {
    if (isInterrupted) {
      foreseenNs = nowNs;
      return UNKNOWN;
    }
    var end = putOff(nowNs);
    lateNs = 0;
    return end;
  }

  /** By the interruptions; what is held until a time is not held longer, unless it begins later. */
  private long putOff(long endNs) {
    return heldUntilNs == Arrivals.AS_LONG_AS_IT_TAKES ? endNs + lateNs : Math.max(endNs, readyNs);
  }
}
