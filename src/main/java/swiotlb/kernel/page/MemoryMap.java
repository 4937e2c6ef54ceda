package swiotlb.kernel.page;

/**
 * Where the zones of a machine lie. Memory reaches from 0 to 3.75 GiB, and what does not fit there
 * from 4 GiB on.
 */
record MemoryMap(Bounds dma, Bounds dma32, Bounds normal) {

  /** From an address to before another one; empty if they are the same. */
  record Bounds(long start, long end) {}

  /**
   * The zones of a machine.
   *
   * @param memoryBytes all its memory
   * @param dmaStart the lowest address of the DMA zone
   * @param dmaZoneLimit the highest one
   */
  static MemoryMap of(long memoryBytes, long dmaStart, long dmaZoneLimit) {
    var low = Math.min(memoryBytes, Zone.LOW_MEMORY_END);
    var dmaEnd = Long.compareUnsigned(dmaZoneLimit, low) < 0 ? dmaZoneLimit + 1 : low;
    return new MemoryMap(
        new Bounds(Math.min(dmaStart, dmaEnd), dmaEnd),
        new Bounds(dmaEnd, low),
        new Bounds(Zone.HIGH_MEMORY_START, Zone.HIGH_MEMORY_START + memoryBytes - low));
  }

  /** Where a zone lies. */
  Bounds bounds(Zone zone) {
    return switch (zone) {
      case DMA -> dma;
      case DMA32 -> dma32;
      case NORMAL -> normal;
    };
  }

  /** The zone that would hold an address, whether or not there is memory. */
  Zone zoneOf(long address) {
    if (address >= Zone.HIGH_MEMORY_START) {
      return Zone.NORMAL;
    }
    return address >= dma32.start ? Zone.DMA32 : Zone.DMA;
  }
}
