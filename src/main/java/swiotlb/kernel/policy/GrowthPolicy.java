package swiotlb.kernel.policy;

/** Which pools are added when no pool has slots for a request, and where their memory is. */
public interface GrowthPolicy {

  /** As the kernel does. */
  GrowthPolicy KERNEL = (defaultSlots, presentSlots) -> defaultSlots;

  /**
   * How large a pool is wished for.
   *
   * @param defaultSlots what the kernel wishes for: as many as the default pool was to have
   * @param presentSlots of all pools that there are
   * @return slots, or 0 if none is added
   */
  int wishSlots(int defaultSlots, long presentSlots);

  /** Where its memory comes from. */
  default Source source() {
    return Source.PAGE_ALLOCATOR;
  }

  /** Whether the default pool and those that are added may lie anywhere in memory. */
  default boolean isAnywhere() {
    return false;
  }

  /**
   * Where the memory of a pool comes from.
   *
   * @param isContiguousRegion whether a region for contiguous allocations is asked first: for all
   *     that is wished for, then for half of it, down to 1 MiB; then the page allocator
   * @param migrationPerMibNs moving what lies in 1 MiB of that region out of the way
   */
  record Source(boolean isContiguousRegion, long migrationPerMibNs) {
    /** Blocks of the page allocator alone. */
    public static final Source PAGE_ALLOCATOR = new Source(false, 0);
  }
}
