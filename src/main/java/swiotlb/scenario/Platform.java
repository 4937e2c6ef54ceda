package swiotlb.scenario;

/** What work costs on a machine; settings and units as in {@code reference.conf}. */
public record Platform(
    String name,
    String about,
    long lockNs,
    long lockHandoverNs,
    long searchStepPs,
    long slotMarkPs,
    long mapNs,
    long unmapNs,
    Sharing sharing,
    long copyBytesPerSecond,
    long copyFixedNs,
    WarmCopy warmCopy,
    long poolStepNs,
    long interruptNs,
    long workerStartNs,
    WorkerTail workerTail,
    long pageAllocationNs,
    long pageAllocationPerOrderNs,
    long preparePerMibNs,
    long transientSetupNs,
    GracePeriod gracePeriod,
    double runNoisePercent) {

  /**
   * What is dearer since others use it or may change it.
   *
   * @param areaMovedNs an area that another CPU had last
   * @param countersPerCpuNs counting all slots together, for each CPU that does
   * @param poolListNs reading the list of pools, where there is one
   */
  public record Sharing(long areaMovedNs, long countersPerCpuNs, long poolListNs) {}

  /**
   * Copies into bounce buffers that are still in the caches.
   *
   * @param areaBytes the largest area of which the slots are; 0: none
   */
  public record WarmCopy(long areaBytes, long bytesPerSecond) {}

  /**
   * Workers that start late.
   *
   * @param meanNs by how much; distributed exponentially, and cut at the most
   */
  public record WorkerTail(int perMille, long meanNs, long mostNs) {}

  /**
   * From the release of memory to its return.
   *
   * @param meanNs what is beyond the least is distributed exponentially, and cut at the most
   */
  public record GracePeriod(long leastNs, long meanNs, long mostNs) {}
}
