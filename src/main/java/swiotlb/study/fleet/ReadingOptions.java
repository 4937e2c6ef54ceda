package swiotlb.study.fleet;

/**
 * How recordings of a fleet are read.
 *
 * @param usesProbes whether the lines of extra probes count
 * @param heldNs how long a buffer is taken to be held where its kernel does not record it, in
 *     nanoseconds
 */
public record ReadingOptions(boolean usesProbes, long heldNs) {
  /** For how long, if nobody says it. */
  public static final long ASSUMED_HELD_NS = 1_000_000;

  /** As recordings are read where nothing is said. */
  public static final ReadingOptions USUAL = new ReadingOptions(true, ASSUMED_HELD_NS);
}
