package swiotlb.figures;

/**
 * An entry of the time line of growth.
 *
 * @param slots of the pool published or given back, or of the smallest one wished for in vain, else
 *     0
 * @param areas of the pool published or given back, else 0
 */
public record GrowthStep(long timeNs, Event event, int slots, int areas) {

  /** Something that happened to the growth of an allocator. */
  public enum Event {
    /** The work was queued. */
    QUEUED,
    /** The worker began. */
    STARTED,
    /** A pool was published. */
    PUBLISHED,
    /** No pages were to be had. */
    FAILED,
    /** A pool that nobody used was taken off the list; its memory is given back. */
    GIVEN_BACK
  }
}
