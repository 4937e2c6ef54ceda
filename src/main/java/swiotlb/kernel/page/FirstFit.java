package swiotlb.kernel.page;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import swiotlb.kernel.slot.Slots;

/**
 * A range of pages that is handed out by first fit: a block begins at the lowest free place whose
 * index is a multiple of the power of two that covers it. Searches are linear in the size of the
 * range, a word of 64 pages at a step. Not thread-safe.
 */
final class FirstFit {
  /** Answer of {@link #take} where nothing fits. */
  static final int NOT_FOUND = -1;

  private final int pages;
  private final int maxAlignOrder;
  private final BitSet used = new BitSet();
  private final Map<Integer, Integer> taken = new HashMap<>();
  private int freePages;

  /**
   * A range that is free.
   *
   * @param maxAlignOrder log2 of the largest alignment, in pages
   */
  FirstFit(int pages, int maxAlignOrder) {
    this.pages = pages;
    this.maxAlignOrder = maxAlignOrder;
    this.freePages = pages;
  }

  /** Pages of the range. */
  int pages() {
    return pages;
  }

  /** Pages that are free. */
  int freePages() {
    return freePages;
  }

  /**
   * The index at which so many pages would be found, or {@link #NOT_FOUND}.
   *
   * @throws IllegalArgumentException if fewer than one page is wanted
   */
  int find(int wanted) {
    if (wanted < 1) {
      throw new IllegalArgumentException(wanted + " pages cannot be handed out");
    }
    var covering = Slots.roundUpToPowerOfTwo(wanted);
    var align = (int) Math.min(covering, 1L << maxAlignOrder);
    for (var at = 0L; at + wanted <= pages; ) {
      var nextUsed = used.nextSetBit((int) at);
      if (nextUsed < 0 || nextUsed >= at + wanted) {
        return (int) at;
      }
      at = (used.nextClearBit(nextUsed) + align - 1L) / align * align;
    }
    return NOT_FOUND;
  }

  /** Takes so many pages at the index that {@link #find} names, and returns it. */
  int take(int wanted) {
    var at = find(wanted);
    if (at != NOT_FOUND) {
      used.set(at, at + wanted);
      taken.put(at, wanted);
      freePages -= wanted;
    }
    return at;
  }

  /**
   * Takes a block back.
   *
   * @return false if this very block was not handed out, and nothing changed
   */
  boolean release(int at, int released) {
    if (!taken.remove(at, released)) {
      return false;
    }
    used.clear(at, at + released);
    freePages += released;
    return true;
  }
}
