package swiotlb.kernel.page;

import java.util.Arrays;
import swiotlb.kernel.page.Ground.Run;
import swiotlb.kernel.slot.Slots;

/**
 * Lays the free blocks of a snapshot out on the ground of a zone, so that no two can merge; all
 * other memory is in use.
 *
 * <p>A block is broken if it is neither free nor within a free one. Each broken block has two
 * halves, one of which at most is free; a piece at the edge of the ground, whose buddy is never
 * free, is free or broken as a whole. So of free(k) blocks of order k can be laid out as many as
 * there are broken blocks of order k + 1 and pieces of order k, which leaves broken(k) = 2 *
 * broken(k + 1) + pieces(k) - free(k). Whole blocks are all free or broken. Of the broken blocks
 * only so many are looked at as the lower orders need.
 */
final class Snapshot {
  /** Most free blocks of lower orders that a zone may have. */
  static final long MAX_SMALL_BLOCKS = 1 << 23;

  /** Most whole blocks to which they may be spread. */
  static final long MAX_BROKEN = 1 << 18;

  private static final int TOP = Slots.MAX_PAGE_ORDER;

  private final Zone zone;
  private final Ground ground;
  private final long[] free;
  private final long[] pieces = new long[TOP + 1];

  /**
   * A layout that is not made yet.
   *
   * @param free free blocks by order
   */
  Snapshot(Zone zone, Ground ground, long[] free) {
    this.zone = zone;
    this.ground = ground;
    this.free = free;
    for (var piece : ground.pieces()) {
      pieces[piece.order()]++;
    }
  }

  /**
   * Makes the blocks free in a zone where nothing is.
   *
   * @throws IllegalArgumentException if they do not fit, or are too many to be held
   */
  void layOut(BuddyZone memory) {
    requireRoom();
    var needed = needed();
    requireModest(needed[TOP]);
    var broken = wholeBlocks(memory, needed[TOP]);
    for (var order = TOP - 1; order >= 0; order--) {
      broken = layOut(memory, order, broken, needed[order]);
    }
  }

  private void requireRoom() {
    var room = ground.wholeBlocks();
    var broken = 0L;
    for (var order = TOP; order >= 0; order--) {
      if (free[order] > room) {
        throw new IllegalArgumentException(
            ("memory is too small for this snapshot:"
                    + " zone %s has room for %d free blocks of order %d, not %d")
                .formatted(zone.label(), room, order, free[order]));
      }
      broken += room - free[order];
      room = order > 0 ? broken + pieces[order - 1] : 0;
    }
  }

  /** By order: the broken blocks without which the free ones of lower orders have no place. */
  private long[] needed() {
    var needed = new long[TOP + 1];
    for (var order = 1; order <= TOP; order++) {
      var beside = free[order - 1] - pieces[order - 1];
      needed[order] = Math.max(0, Math.max(beside, (needed[order - 1] + beside + 1) / 2));
    }
    return needed;
  }

  private void requireModest(long broken) {
    var small = Arrays.stream(free, 0, TOP).sum();
    if (small > MAX_SMALL_BLOCKS || broken > MAX_BROKEN) {
      throw new IllegalArgumentException(
          ("the snapshot is too large to be simulated: zone %s has %d free blocks below 4 MiB;"
                  + " at most %d are held, on at most %d broken blocks of 4 MiB")
              .formatted(zone.label(), small, MAX_SMALL_BLOCKS, MAX_BROKEN));
    }
  }

  /** Breaks the lowest whole blocks and makes the highest ones free. */
  private long[] wholeBlocks(BuddyZone memory, long needed) {
    var broken = new long[(int) needed];
    var at = 0;
    var skip = ground.wholeBlocks() - free[TOP];
    for (var run : ground.whole()) {
      for (var i = 0L; at < needed && i < run.blocks(); i++) {
        broken[at++] = (run.first() + i) << TOP;
      }
      var skipped = Math.min(skip, run.blocks());
      skip -= skipped;
      if (skipped < run.blocks()) {
        memory.addUntouched(new Run(run.first() + skipped, run.blocks() - skipped));
      }
    }
    return broken;
  }

  /** Makes the blocks of an order free, and returns as many broken ones as are needed. */
  private long[] layOut(BuddyZone memory, int order, long[] parents, long needed) {
    var broken = new Pages((int) needed);
    var left = free[order];
    for (var parent : parents) {
      if (left > 0) {
        left--;
        memory.addFree(new Ground.Piece(parent, order));
      } else {
        broken.add(parent);
      }
      broken.add(parent + (1L << order));
    }
    for (var piece : ground.pieces()) {
      if (piece.order() == order && left > 0) {
        left--;
        memory.addFree(piece);
      } else if (piece.order() == order) {
        broken.add(piece.page());
      }
    }
    return broken.pages;
  }

  /** First pages of blocks, as many as are needed. */
  private static final class Pages {
    private final long[] pages;
    private int count;

    Pages(int needed) {
      pages = new long[needed];
    }

    void add(long page) {
      if (count < pages.length) {
        pages[count++] = page;
      }
    }
  }
}
