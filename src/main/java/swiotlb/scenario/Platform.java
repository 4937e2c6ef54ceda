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
    long copyBytesPerSecond,
    long copyFixedNs,
    long poolStepNs,
    long interruptNs,
    long workerStartNs,
    long pageAllocationNs,
    long preparePerMibNs,
    long transientSetupNs,
    GracePeriod gracePeriod) {

  /**
   * From the release of memory to its return.
   *
   * @param meanNs what is beyond the least is distributed exponentially, and cut at the most
   */
  public record GracePeriod(long leastNs, long meanNs, long mostNs) {}
}
