package swiotlb.kernel.page;

/** Where the zones of a machine lie. */
record MemoryMap(Bounds dma, Bounds dma32, Bounds normal) {

  /** From an address to before another one; empty if they are the same. */
  record Bounds(long start, long end) {}

  /**
   * The zones of a machine.
   *
   * @param dmaStart the lowest address of the DMA zone
   */
  static MemoryMap of(MemoryLayout layout, long dmaStart) {
    var low = layout.lowBytes();
    var limit = layout.dmaZoneLimit();
    var dmaEnd = Long.compareUnsigned(limit, low) < 0 ? limit + 1 : low;
    return new MemoryMap(
        new Bounds(Math.min(dmaStart, dmaEnd), dmaEnd),
        new Bounds(dmaEnd, low),
        new Bounds(layout.highStart(), layout.highStart() + layout.highBytes()));
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
    if (address >= normal.start) {
      return Zone.NORMAL;
    }
    return address >= dma32.start ? Zone.DMA32 : Zone.DMA;
  }
}
