package swiotlb.actor.pool;

/**
 * What new memory costs.
 *
 * @param workerStartNs from queueing the growth work to its first instruction
 * @param pagesNs one question to the page allocator, in process context
 * @param zeroPerMibNs preparing 1 MiB of a new pool and its slots
 * @param transientNs setting up a transient pool, beside its search
 */
public record GrowthCosts(long workerStartNs, long pagesNs, long zeroPerMibNs, long transientNs) {
  /** Where the work itself takes the time, as with real threads. */
  public static final GrowthCosts FREE = new GrowthCosts(0, 0, 0, 0);

  long poolNs(int questions, long bytes) {
    return questions * pagesNs + bytes * zeroPerMibNs / (1 << 20);
  }
}
