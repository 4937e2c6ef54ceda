package swiotlb.slot;

/** Why a mapping failed. The kernel answers the same to all of them. */
public enum FailureReason {
  /** The device's allocator has no slots at all. */
  NO_MEMORY("no-memory", "the allocator has no slots at all"),
  /** More than one slot set, padding included. */
  TOO_LARGE("too-large", "larger than 256 KiB with its padding"),
  /** No area has a long enough free run within a slot set, and growing is not allowed. */
  NO_FREE_RUN("no-free-run", "no free run of slots is long enough"),
  /** Free runs are long enough, but alignment or segment boundary accept none of them. */
  NO_ACCEPTABLE_START("no-acceptable-start", "no free run starts at an acceptable address"),
  /** No pages could be had for a transient pool. */
  TRANSIENT_REFUSED("transient-refused", "no pages for a transient pool without waiting"),
  /** Pages were had, but the request does not fit a pool that starts there. */
  TRANSIENT_DOES_NOT_FIT("transient-does-not-fit", "alignment does not fit the transient pool"),
  /** Slots were found at an address that the device does not reach. */
  NOT_REACHABLE("not-reachable", "the bounce buffer is beyond the device's reach");

  private final String id;
  private final String sentence;

  FailureReason(String id, String sentence) {
    this.id = id;
    this.sentence = sentence;
  }

  /** The name under which results and reports count it. */
  public String id() {
    return id;
  }

  /** What happened, in words. */
  public String sentence() {
    return sentence;
  }

  /** The reason of an allocator that may not grow, from the best of its refusals. */
  public static FailureReason of(Refusal refusal) {
    return refusal == Refusal.NO_ACCEPTABLE_START ? NO_ACCEPTABLE_START : NO_FREE_RUN;
  }
}
