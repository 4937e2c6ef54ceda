package swiotlb.kernel.page;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a machine has memory. It begins at 0; what does not fit below a hole lies above it.
 *
 * @param bytes all memory
 * @param lowEnd where its lower part ends at the latest
 * @param highStart where its upper part begins; the same as {@code lowEnd} where there is no hole
 * @param dmaZoneLimit the highest address of the DMA zone
 */
public record MemoryLayout(long bytes, long lowEnd, long highStart, long dmaZoneLimit) {
  /** A DMA zone in which there is no memory. */
  public static final long NO_DMA_ZONE = Zone.DMA_START - 1;

  /** Memory of x86-64: up to 3.75 GiB, and what does not fit there from 4 GiB on. */
  public static MemoryLayout x86(long bytes) {
    return x86(bytes, Zone.DMA_LIMIT);
  }

  /** The same with another DMA zone. */
  public static MemoryLayout x86(long bytes, long dmaZoneLimit) {
    return new MemoryLayout(bytes, Zone.LOW_MEMORY_END, Zone.HIGH_MEMORY_START, dmaZoneLimit);
  }

  /** Bytes of the lower part. */
  public long lowBytes() {
    return Math.min(bytes, lowEnd);
  }

  /** Bytes of the upper part; 0 if there is none. */
  public long highBytes() {
    return bytes - lowBytes();
  }

  /** Where all memory ends. */
  public long end() {
    return highBytes() == 0 ? lowBytes() : highStart + highBytes();
  }

  /** Whether there is a gap between the lower part and the upper one, if there is an upper one. */
  public boolean hasHole() {
    return highStart > lowEnd;
  }

  /** Whether some memory lies above an address. */
  public boolean reachesAbove(long address) {
    return end() - 1 > address;
  }

  /** Zones in which there is memory. */
  public Set<Zone> zones() {
    var zones = EnumSet.noneOf(Zone.class);
    if (dmaZoneLimit != NO_DMA_ZONE) {
      zones.add(Zone.DMA);
    }
    if (hasDma32()) {
      zones.add(Zone.DMA32);
    }
    if (highBytes() > 0) {
      zones.add(Zone.NORMAL);
    }
    return zones;
  }

  /** Whether there is memory between the DMA zone and the upper part. */
  public boolean hasDma32() {
    return dmaZoneLimit + 1 < lowBytes();
  }
}
