package swiotlb.kernel.page;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;

/**
 * The free lists of one zone: blocks are split and merged by halves. Of the blocks that are large
 * enough the smallest order is taken, within an order the lowest address; what is left of a block
 * that is split is its upper part.
 *
 * <p>A block of the largest order costs memory once it was split, and nothing before it was asked
 * for. An operation takes at most as many steps as there are orders. Not thread-safe.
 */
final class BuddyZone {
  private static final int TOP = Slots.MAX_PAGE_ORDER;
  private static final int PAGE_SHIFT = 12;
  private static final int WHOLE_SHIFT = PAGE_SHIFT + TOP;
  private static final int WHOLE_PAGES = 1 << TOP;
  private static final int SHELF = 1024;

  private final long firstWhole;
  private final int wholeBlocks;
  private final long pages;

  /** By order: the split blocks that have a free block of it; at the top: free whole blocks. */
  private final LowestFirst[] withFree = new LowestFirst[TOP + 1];

  private final int[] freeBlocks = new int[TOP + 1];
  private final UntouchedBlocks untouched = new UntouchedBlocks();
  private final BitSet usedWhole = new BitSet();
  private final @Nullable SplitBlock[][] shelves;
  private long freePages;
  private long reservePages;

  /**
   * A zone in which nothing is free yet.
   *
   * @param bounds where it lies
   * @param pages how many pages it counts as its own
   */
  BuddyZone(MemoryMap.Bounds bounds, long pages) {
    this.firstWhole = bounds.start() >> WHOLE_SHIFT;
    this.wholeBlocks =
        bounds.start() < bounds.end()
            ? (int) (((bounds.end() - 1) >> WHOLE_SHIFT) - firstWhole + 1)
            : 0;
    this.pages = pages;
    this.shelves = new SplitBlock[wholeBlocks / SHELF + 1][];
    for (var order = 0; order <= TOP; order++) {
      withFree[order] = new LowestFirst();
    }
  }

  /** Makes whole blocks free, which lie above all whole blocks that are free already. */
  void addUntouched(Ground.Run run) {
    untouched.add(new Ground.Run(run.first() - firstWhole, run.blocks()));
    freePages += run.blocks() * WHOLE_PAGES;
  }

  /** Makes a smaller block free, the buddy of which is not. */
  void addFree(Ground.Piece piece) {
    var page = piece.page() - firstWhole * WHOLE_PAGES;
    var whole = (int) (page / WHOLE_PAGES);
    addFree(whole, splitBlock(whole), (int) (page % WHOLE_PAGES), piece.order());
    freePages += 1L << piece.order();
  }

  /** All pages that it counts as its own. */
  long pages() {
    return pages;
  }

  /** Its free pages. */
  long freePages() {
    return freePages;
  }

  /** Says how many pages a request that may wait must leave free. */
  void keepFree(long reserve) {
    reservePages = reserve;
  }

  /** Pages that a request that may wait must leave free. */
  long reservePages() {
    return reservePages;
  }

  /** Free blocks of an order. */
  int freeBlocks(int order) {
    return freeBlocks[order] + (order == TOP ? untouched.blocks() : 0);
  }

  /** Sets untouched whole blocks aside, as far as there are so many, and says how many were. */
  int withhold(int blocks) {
    var withheld = untouched.withhold(blocks);
    freePages -= (long) withheld * WHOLE_PAGES;
    return withheld;
  }

  /** Makes blocks free that were set aside. */
  void restore(int blocks) {
    freePages += (long) untouched.restore(blocks) * WHOLE_PAGES;
  }

  /** Takes a block, and returns its address, or -1 if no block is large enough. */
  long take(int order) {
    var from = order;
    while (from < TOP && freeBlocks[from] == 0) {
      from++;
    }
    var whole = from < TOP ? withFree[from].lowest() : takeWhole();
    if (whole < 0) {
      return -1;
    }
    freePages -= 1L << order;
    if (order == TOP) {
      usedWhole.set(whole);
      return address(whole, 0);
    }
    var split = splitBlock(whole);
    var page = 0;
    if (from < TOP) {
      page = split.lowestFree(from);
      removeFree(whole, split, page, from);
    }
    for (var half = from - 1; half >= order; half--) {
      addFree(whole, split, page + (1 << half), half);
    }
    split.flipUsed(page, order);
    return address(whole, page);
  }

  /**
   * Takes a block back.
   *
   * @throws IllegalArgumentException if this block was not handed out
   */
  void giveBack(long address, int order) {
    if (!isUsed(address, order)) {
      throw new IllegalArgumentException(
          "no block of order " + order + " was handed out at 0x" + Long.toHexString(address));
    }
    var whole = (int) ((address >> WHOLE_SHIFT) - firstWhole);
    freePages += 1L << order;
    if (order == TOP) {
      usedWhole.clear(whole);
      addFreeWhole(whole);
      return;
    }
    var page = pageWithin(address);
    var split = splitBlock(whole);
    split.flipUsed(page, order);
    merge(whole, split, page, order);
  }

  private void merge(int whole, SplitBlock split, int freedPage, int freedOrder) {
    var page = freedPage;
    var order = freedOrder;
    while (order < TOP && split.isBuddyFree(page, order)) {
      removeFree(whole, split, page ^ 1 << order, order);
      page &= -1 << ++order;
    }
    if (order == TOP) {
      addFreeWhole(whole);
    } else {
      addFree(whole, split, page, order);
    }
  }

  private boolean isUsed(long address, int order) {
    var whole = (address >> WHOLE_SHIFT) - firstWhole;
    if (order < 0 || order > TOP || whole < 0 || whole >= wholeBlocks) {
      return false;
    }
    if ((address & ((long) Slots.PAGE_BYTES << order) - 1) != 0) {
      return false;
    }
    if (order == TOP) {
      return usedWhole.get((int) whole);
    }
    var shelf = shelves[(int) whole / SHELF];
    var split = shelf == null ? null : shelf[(int) whole % SHELF];
    return split != null && split.isUsed(pageWithin(address), order);
  }

  private int takeWhole() {
    var whole = withFree[TOP].lowest();
    if (whole < 0) {
      return (int) untouched.takeLowest();
    }
    withFree[TOP].remove(whole);
    freeBlocks[TOP]--;
    return whole;
  }

  private void addFreeWhole(int whole) {
    withFree[TOP].add(whole);
    freeBlocks[TOP]++;
  }

  private void addFree(int whole, SplitBlock split, int page, int order) {
    if (!split.hasFree(order)) {
      withFree[order].add(whole);
    }
    split.addFree(page, order);
    freeBlocks[order]++;
  }

  private void removeFree(int whole, SplitBlock split, int page, int order) {
    split.removeFree(page, order);
    freeBlocks[order]--;
    if (!split.hasFree(order)) {
      withFree[order].remove(whole);
    }
  }

  private SplitBlock splitBlock(int whole) {
    var shelf = shelves[whole / SHELF];
    if (shelf == null) {
      shelf = new SplitBlock[SHELF];
      shelves[whole / SHELF] = shelf;
    }
    var split = shelf[whole % SHELF];
    if (split == null) {
      split = new SplitBlock();
      shelf[whole % SHELF] = split;
    }
    return split;
  }

  private long address(int whole, int page) {
    return ((firstWhole + whole) << WHOLE_SHIFT) + ((long) page << PAGE_SHIFT);
  }

  private static int pageWithin(long address) {
    return (int) (address >> PAGE_SHIFT) & (WHOLE_PAGES - 1);
  }
}
