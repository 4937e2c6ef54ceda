package swiotlb.kernel.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * Memory without fragmentation: each zone hands out naturally aligned blocks upwards, a freed block
 * first and the last freed first; an empty zone falls back to the next lower one. Not thread-safe.
 */
public final class PlentifulMemory implements PageSource {
  private static final long HIGHEST_DMA32_START = 256L << 20;

  private static final class Extent {
    private long next;
    private final long end;
    private final Map<Integer, Deque<Long>> freed = new TreeMap<>();

    private final List<PoolGeometry> reserved;

    Extent(long start, long end, List<PoolGeometry> reserved) {
      this.next = start;
      this.end = end;
      this.reserved = reserved;
    }

    @Nullable Long take(int order) {
      var reusable = freed.get(order);
      if (reusable != null && !reusable.isEmpty()) {
        return reusable.pop();
      }
      var bytes = (long) Slots.PAGE_BYTES << order;
      var at = unreserved((next + bytes - 1) & -bytes, bytes);
      if (at + bytes > end) {
        return null;
      }
      next = at + bytes;
      return at;
    }

    /** The first aligned place, not before an address, that overlaps no reserved range. */
    private long unreserved(long from, long bytes) {
      var at = from;
      for (var moved = true; moved; ) {
        moved = false;
        for (var range : reserved) {
          if (at < range.start() + range.bytes() && range.start() < at + bytes) {
            at = (range.start() + range.bytes() + bytes - 1) & -bytes;
            moved = true;
          }
        }
      }
      return at;
    }
  }

  private final long dma32Start;
  private final Map<Zone, Extent> extents = new EnumMap<>(Zone.class);

  /**
   * Memory of a machine.
   *
   * @param memoryBytes all of it; what does not fit below 3.75 GiB lies above 4 GiB
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param reserved ranges that were taken at boot
   */
  public PlentifulMemory(long memoryBytes, long dmaZoneLimit, List<PoolGeometry> reserved) {
    this.dma32Start = Math.max(dmaZoneLimit + 1, Math.min(HIGHEST_DMA32_START, memoryBytes / 8));
    extents.put(
        Zone.DMA, new Extent(Zone.DMA_START, Math.min(memoryBytes, dmaZoneLimit + 1), reserved));
    extents.put(
        Zone.DMA32, new Extent(dma32Start, Math.min(Zone.LOW_MEMORY_END, memoryBytes), reserved));
    extents.put(
        Zone.NORMAL,
        new Extent(
            Zone.HIGH_MEMORY_START,
            Zone.HIGH_MEMORY_START + Math.max(0, memoryBytes - Zone.LOW_MEMORY_END),
            reserved));
  }

  @Override
  public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
    for (var z = zone; ; z = z.lower()) {
      var at = extent(z).take(order);
      if (at != null || z == Zone.DMA) {
        return at;
      }
    }
  }

  @Override
  public void free(long address, int order) {
    extent(zoneOf(address)).freed.computeIfAbsent(order, o -> new ArrayDeque<>()).push(address);
  }

  private Zone zoneOf(long address) {
    if (address >= Zone.HIGH_MEMORY_START) {
      return Zone.NORMAL;
    }
    return address >= dma32Start ? Zone.DMA32 : Zone.DMA;
  }

  private Extent extent(Zone zone) {
    var extent = extents.get(zone);
    if (extent == null) {
      throw new IllegalStateException("no memory in " + zone);
    }
    return extent;
  }
}
