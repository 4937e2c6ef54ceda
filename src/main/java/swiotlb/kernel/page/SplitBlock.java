package swiotlb.kernel.page;

import swiotlb.kernel.slot.Slots;

/**
 * A block of the largest page order that was split: which smaller blocks of it are free and which
 * are handed out. What is neither is part of a larger or a smaller block, or no memory at all.
 *
 * <p>Blocks are the nodes of a binary tree, numbered so that node 1 is the whole, a node n has the
 * halves 2n and 2n + 1, and the buddy of a node is n ^ 1. Pages are counted from the start of the
 * whole. Not thread-safe.
 */
final class SplitBlock {
  private static final int PAGES = 1 << Slots.MAX_PAGE_ORDER;
  private static final int WORD_BITS = 64;

  private final long[] free = new long[2 * PAGES / WORD_BITS];
  private final long[] used = new long[2 * PAGES / WORD_BITS];
  private final short[] freeBlocks = new short[Slots.MAX_PAGE_ORDER];

  /** Whether a block of this order is free. */
  boolean hasFree(int order) {
    return freeBlocks[order] > 0;
  }

  /** The free block of lowest address; there must be one. */
  int lowestFree(int order) {
    var first = node(0, order);
    var word = first / WORD_BITS;
    var bits = free[word] & -1L << first;
    while (bits == 0) {
      bits = free[++word];
    }
    var node = word * WORD_BITS + Long.numberOfTrailingZeros(bits);
    return (node - first) << order;
  }

  /** Whether the buddy of a block is free as a whole. */
  boolean isBuddyFree(int page, int order) {
    return has(free, node(page, order) ^ 1);
  }

  /** A block becomes free. */
  void addFree(int page, int order) {
    flip(free, node(page, order));
    freeBlocks[order]++;
  }

  /** A free block is so no longer: it is handed out, split or merged. */
  void removeFree(int page, int order) {
    flip(free, node(page, order));
    freeBlocks[order]--;
  }

  /** Whether this very block is handed out. */
  boolean isUsed(int page, int order) {
    return has(used, node(page, order));
  }

  /** A block is handed out, or comes back. */
  void flipUsed(int page, int order) {
    flip(used, node(page, order));
  }

  private static int node(int page, int order) {
    return (PAGES + page) >> order;
  }

  private static boolean has(long[] nodes, int node) {
    return (nodes[node / WORD_BITS] >>> node & 1) != 0;
  }

  private static void flip(long[] nodes, int node) {
    nodes[node / WORD_BITS] ^= 1L << node;
  }
}
