package swiotlb.kernel.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * Free memory of a zone before anything is asked of it: whole blocks of the largest page order, and
 * smaller pieces where the zone or a range taken at boot does not begin or end with such a block.
 * All blocks are naturally aligned, and none is the buddy of another one.
 *
 * @param whole runs of whole blocks, lowest first
 * @param pieces blocks of lower orders, lowest first
 */
record Ground(List<Run> whole, List<Piece> pieces) {
  private static final int WHOLE_PAGES = 1 << Slots.MAX_PAGE_ORDER;

  /** Adjacent whole blocks; blocks of the largest order are numbered from address 0. */
  record Run(long first, long blocks) {}

  /** A smaller block; pages are numbered from address 0. */
  record Piece(long page, int order) {}

  Ground {
    whole = List.copyOf(whole);
    pieces = List.copyOf(pieces);
  }

  /**
   * Memory of a zone without what was taken at boot.
   *
   * @param taken ranges in any order; a page is taken if one of its bytes is
   */
  static Ground of(MemoryMap.Bounds bounds, List<PoolGeometry> taken) {
    var whole = new ArrayList<Run>();
    var pieces = new ArrayList<Piece>();
    var from = pageUp(bounds.start());
    for (var range : taken.stream().sorted(Comparator.comparing(PoolGeometry::start)).toList()) {
      var rangeEnd = range.start() + range.bytes();
      if (rangeEnd > bounds.start() && range.start() < bounds.end()) {
        cut(from, pageDown(range.start()), whole, pieces);
        from = Math.max(from, pageUp(rangeEnd));
      }
    }
    cut(from, pageDown(bounds.end()), whole, pieces);
    return new Ground(whole, pieces);
  }

  /** All pages. */
  long pages() {
    return wholeBlocks() * WHOLE_PAGES + pieces.stream().mapToLong(p -> 1L << p.order).sum();
  }

  /** All whole blocks. */
  long wholeBlocks() {
    return whole.stream().mapToLong(Run::blocks).sum();
  }

  private static void cut(long fromPage, long endPage, List<Run> whole, List<Piece> pieces) {
    for (var at = fromPage; at < endPage; ) {
      var left = endPage - at;
      if (at % WHOLE_PAGES == 0 && left >= WHOLE_PAGES) {
        whole.add(new Run(at / WHOLE_PAGES, left / WHOLE_PAGES));
        at += left / WHOLE_PAGES * WHOLE_PAGES;
      } else {
        var fits = Long.numberOfTrailingZeros(Long.highestOneBit(left));
        var piece = new Piece(at, Math.min(Long.numberOfTrailingZeros(at), fits));
        pieces.add(piece);
        at += 1L << piece.order;
      }
    }
  }

  private static long pageDown(long address) {
    return address / Slots.PAGE_BYTES;
  }

  private static long pageUp(long address) {
    return (address + Slots.PAGE_BYTES - 1) / Slots.PAGE_BYTES;
  }
}
