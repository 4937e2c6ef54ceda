package swiotlb.actor.pool;

import swiotlb.kernel.slot.Slots;

/**
 * What new memory costs.
 *
 * @param workerStartNs from queueing the growth work to its first instruction
 * @param pagesNs one question to the page allocator, in process context
 * @param pagesPerOrderNs what the block of a pool costs more for each order of its size
 * @param zeroPerMibNs preparing 1 MiB of a new pool and its slots
 * @param transientNs setting up a transient pool, beside its search
 * @param workerTail workers that start later
 */
public record GrowthCosts(
    long workerStartNs,
    long pagesNs,
    long pagesPerOrderNs,
    long zeroPerMibNs,
    long transientNs,
    WorkerTail workerTail) {
  /** Where the work itself takes the time, as with real threads. */
  public static final GrowthCosts FREE = new GrowthCosts(0, 0, 0, 0);

  /** Workers are never late, and blocks of all orders cost the same. */
  public GrowthCosts(long workerStartNs, long pagesNs, long zeroPerMibNs, long transientNs) {
    this(workerStartNs, pagesNs, 0, zeroPerMibNs, transientNs, WorkerTail.NONE);
  }

  /**
   * What a pool costs.
   *
   * @param bytes of the pool; 0: none was had
   */
  long poolNs(int questions, long bytes) {
    return questions * pagesNs + order(bytes) * pagesPerOrderNs + bytes * zeroPerMibNs / (1 << 20);
  }

  /** Of the smallest block that holds so many bytes. */
  private static int order(long bytes) {
    return bytes <= Slots.PAGE_BYTES
        ? 0
        : Long.SIZE - Long.numberOfLeadingZeros((bytes - 1) / Slots.PAGE_BYTES);
  }
}
