package swiotlb.figures;

/**
 * Where the time of mappings went, in nanoseconds, summed over all of them.
 *
 * @param cpuWaitNs waiting for a CPU that ran something else
 * @param lockWaitNs waiting for the locks of areas, to map and to unmap
 * @param searchNs searching areas and reserving slots
 * @param growthWaitNs asleep until the allocator had grown
 * @param transientNs setting up transient pools
 * @param copyInNs copying into bounce buffers
 * @param copyBackNs copying back out of them
 * @param lookUpNs looking for the pool of an address
 * @param releaseNs giving slots back
 */
public record TimeSpent(
    long cpuWaitNs,
    long lockWaitNs,
    long searchNs,
    long growthWaitNs,
    long transientNs,
    long copyInNs,
    long copyBackNs,
    long lookUpNs,
    long releaseNs) {
  /** None. */
  public static final TimeSpent NONE = new TimeSpent(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public TimeSpent plus(TimeSpent other) {
    return new TimeSpent(
        cpuWaitNs + other.cpuWaitNs,
        lockWaitNs + other.lockWaitNs,
        searchNs + other.searchNs,
        growthWaitNs + other.growthWaitNs,
        transientNs + other.transientNs,
        copyInNs + other.copyInNs,
        copyBackNs + other.copyBackNs,
        lookUpNs + other.lookUpNs,
        releaseNs + other.releaseNs);
  }

  /** All of it. */
  public long totalNs() {
    var waitedNs = cpuWaitNs + lockWaitNs + growthWaitNs;
    var copiedNs = copyInNs + copyBackNs;
    return waitedNs + searchNs + transientNs + copiedNs + lookUpNs + releaseNs;
  }
}
