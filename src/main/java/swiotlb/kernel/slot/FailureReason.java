package swiotlb.kernel.slot;

/** Why a mapping failed. The kernel answers the same to all of them. */
public enum FailureReason {
  /** The device's allocator has no slots at all. */
  NO_MEMORY("no-memory"),
  /** More than one slot set, padding included. */
  TOO_LARGE("too-large"),
  /** No area has a long enough free run within a slot set, and growing is not allowed. */
  NO_FREE_RUN("no-free-run"),
  /** Free runs are long enough, but alignment or segment boundary accept none of them. */
  NO_ACCEPTABLE_START("no-acceptable-start"),
  /** Slots were free, but their pages are lent and could not be had back, and nothing is added. */
  LENT("lent"),
  /** No pages could be had for a transient pool. */
  TRANSIENT_REFUSED("transient-refused"),
  /** Pages were had, but the request does not fit a pool that starts there. */
  TRANSIENT_DOES_NOT_FIT("transient-does-not-fit"),
  /** Slots were found at an address that the device does not reach. */
  NOT_REACHABLE("not-reachable"),
  /** It would have been bounced, which its driver forbids. */
  MUST_NOT_BOUNCE("must-not-bounce"),
  /** Its buffer is shared with the hypervisor already, and the kernel takes none such here. */
  SHARED_REFUSED("shared-refused"),
  /** Coherent memory was wanted at once, and the coherent pools have too little. */
  COHERENT_POOL_EXHAUSTED("coherent-pool-exhausted"),
  /** Coherent memory was wanted, and there are no pages for it. */
  COHERENT_REFUSED("coherent-refused"),
  /** It waits for a semaphore that a mapping keeps which is never unmapped. */
  THROTTLED_FOR_EVER("throttled-for-ever");

  private final String id;

  FailureReason(String id) {
    this.id = id;
  }

  /** The name under which results and reports count it. */
  public String id() {
    return id;
  }

  /** Whether slots have nothing to do with it. */
  public boolean isOfCoherentMemory() {
    return this == COHERENT_POOL_EXHAUSTED || this == COHERENT_REFUSED;
  }

  /** The reason of an allocator that may not grow, from the best of its refusals. */
  public static FailureReason of(Refusal refusal) {
    return switch (refusal) {
      case TOO_FEW_FREE, NO_LONG_RUN -> NO_FREE_RUN;
      case NO_ACCEPTABLE_START -> NO_ACCEPTABLE_START;
      case LENT -> LENT;
    };
  }
}
