package swiotlb.kernel.page;

import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** A CMA region: memory set aside at boot for contiguous ranges of any length. Not thread-safe. */
final class ContiguousRegion {
  private static final long UNIT_BYTES = (long) Slots.PAGE_BYTES << Slots.MAX_PAGE_ORDER;

  private final PoolGeometry range;
  private final FirstFit pages;

  private ContiguousRegion(PoolGeometry range) {
    this.range = range;
    this.pages = new FirstFit((int) (range.bytes() / Slots.PAGE_BYTES), Slots.MAX_PAGE_ORDER);
  }

  /**
   * The highest range of a zone that begins and ends with a block of the largest page order and
   * overlaps nothing reserved.
   *
   * @param bytes at least 1, rounded up to such blocks
   * @throws IllegalArgumentException if there is no such range
   */
  static ContiguousRegion highest(MemoryMap.Bounds dma32, List<PoolGeometry> reserved, long bytes) {
    var rounded = (bytes + UNIT_BYTES - 1) / UNIT_BYTES * UNIT_BYTES;
    var at = (dma32.end() - rounded) & -UNIT_BYTES;
    for (var moved = true; moved && at >= dma32.start() && rounded > 0; ) {
      moved = false;
      for (var other : reserved) {
        if (at < other.start() + other.bytes() && other.start() < at + rounded) {
          at = (other.start() - rounded) & -UNIT_BYTES;
          moved = true;
        }
      }
    }
    if (at < dma32.start() || rounded <= 0) {
      throw new IllegalArgumentException(
          "a CMA region of "
              + bytes
              + " bytes does not fit beside what is reserved at boot into the DMA32 zone of "
              + (dma32.end() - dma32.start())
              + " bytes");
    }
    return new ContiguousRegion(new PoolGeometry(at, (int) Slots.ofBytes(rounded), 1));
  }

  /** Where it lies. */
  PoolGeometry range() {
    return range;
  }

  /** Pages that are free. */
  int freePages() {
    return pages.freePages();
  }

  /** Takes pages, and returns their address, or null if they do not fit anywhere. */
  @Nullable Long take(int wanted) {
    var at = pages.take(wanted);
    return at == FirstFit.NOT_FOUND ? null : range.start() + (long) at * Slots.PAGE_BYTES;
  }

  /**
   * Takes pages back.
   *
   * @throws IllegalArgumentException if just these were not handed out
   */
  void release(long address, int released) {
    var offset = address - range.start();
    if (!range.contains(address)
        || offset % Slots.PAGE_BYTES != 0
        || !pages.release((int) (offset / Slots.PAGE_BYTES), released)) {
      throw new IllegalArgumentException(
          "no " + released + " contiguous pages were handed out at 0x" + Long.toHexString(address));
    }
  }
}
