package swiotlb.kernel.slot;

/** Why the search of an area found nothing. */
public enum Refusal {
  /** Fewer slots are free in the area than needed; it was not scanned. */
  TOO_FEW_FREE,
  /** No free run within a slot set is long enough. */
  NO_LONG_RUN,
  /** A long enough free run exists, but not at an address that alignment and boundary accept. */
  NO_ACCEPTABLE_START,
  /** Slots were found, but their pages are lent and cannot be had back for this request. */
  LENT;

  /** The reason nearer to success: which of two areas came closer. */
  public Refusal closerOf(Refusal other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
