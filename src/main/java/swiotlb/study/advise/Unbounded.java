package swiotlb.study.advise;

/**
 * A workload that no size of a pool serves for ever.
 *
 * @param device whose buffers they are
 * @param slotsPerSecond by which what it holds grows
 * @param heldSlots in the end
 */
public record Unbounded(Why why, String device, double slotsPerSecond, long heldSlots) {
  /** What grows. */
  public enum Why {
    /** Buffers that are mapped and never given back. */
    LEAK,
    /** Buffers that are given back more slowly than others come. */
    QUEUE
  }
}
