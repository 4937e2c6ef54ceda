package swiotlb.kernel.page;

/** Memory zones from which pages come, lowest first. */
public enum Zone {
  /** Up to the DMA zone's limit, 16 MiB on x86. */
  DMA,
  /** Up to 4 GiB. */
  DMA32,
  /** All of memory. */
  NORMAL;

  /** Where the lower part of memory ends: what does not fit below lies above 4 GiB. */
  public static final long LOW_MEMORY_END = 3840L << 20;

  /** Where the upper part of memory begins: 4 GiB. */
  public static final long HIGH_MEMORY_START = 1L << 32;

  /** Where the memory of the DMA zone begins: firmware and boot keep what is below. */
  public static final long DMA_START = 1L << 20;

  /** The highest address of the DMA zone on x86: 16 MiB. */
  public static final long DMA_LIMIT = (16L << 20) - 1;

  /** The highest address of memory that 32 bits reach. */
  public static final long DMA32_LIMIT = 0xffff_ffffL;

  /** The highest zone in which every page lies below a limit, or the lowest zone there is. */
  public static Zone forLimit(long limit, long dmaZoneLimit) {
    if (Long.compareUnsigned(limit, dmaZoneLimit) <= 0) {
      return DMA;
    }
    return Long.compareUnsigned(limit, DMA32_LIMIT) <= 0 ? DMA32 : NORMAL;
  }

  /** What the kernel calls it, in {@code /proc/buddyinfo} for one. */
  public String label() {
    return this == NORMAL ? "Normal" : name();
  }

  /** The next lower zone; the lowest has none below it. */
  public Zone lower() {
    return this == NORMAL ? DMA32 : DMA;
  }
}
