package swiotlb.kernel.policy;

/** Which pools are added when no pool has slots for a request, and where their memory is. */
public interface GrowthPolicy {

  /** As the kernel does. */
  GrowthPolicy KERNEL = (defaultSlots, presentSlots) -> defaultSlots;

  /**
   * How large a pool is wished for.
   *
   * @param defaultSlots of {@link #pool}; what the kernel wishes for is as many as the default pool
   *     was to have
   * @param presentSlots of all pools that there are
   * @return slots; none is added where these are less than a slot set
   */
  int wishSlots(int defaultSlots, long presentSlots);

  /**
   * The pool that is added when nothing stands against it; {@link #wishSlots} is asked with its
   * slots.
   *
   * @param ofKernel what the kernel wishes for
   * @param cpus of the machine
   * @param setSlots slots of a slot set, the least that an area has
   */
  default Pool pool(Pool ofKernel, int cpus, int setSlots) {
    return ofKernel;
  }

  /** Where its memory comes from. */
  default Source source() {
    return Source.PAGE_ALLOCATOR;
  }

  /** Whether the default pool and those that are added may lie anywhere in memory. */
  default boolean isAnywhere() {
    return false;
  }

  /**
   * A pool as it is wished for.
   *
   * @param slots a multiple of a slot set
   * @param areas a power of two
   */
  record Pool(int slots, int areas) {}

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
