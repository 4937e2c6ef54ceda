package swiotlb.kernel.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import swiotlb.kernel.slot.Slots;

/** Live processes and the blocks of memory that they hold. Not thread-safe. */
final class Processes {
  private static final int PER_MILLE = 1000;
  private static final int LARGEST_ORDER = 3;

  /** A page-aligned address has room for the order of its block. */
  private static final long ORDER_BITS = Slots.PAGE_BYTES - 1;

  private final BuddyMemory memory;
  private final SplittableRandom random;
  private final double meanPages;
  private final int lingeringPerMille;
  private final List<long[]> live = new ArrayList<>();
  private long[] blocks = new long[16];

  /**
   * Nobody lives yet.
   *
   * @param meanPages the mean size of a process
   * @param lingeringPerMille how many of a thousand blocks outlive their process
   */
  Processes(BuddyMemory memory, SplittableRandom random, double meanPages, int lingeringPerMille) {
    this.memory = memory;
    this.random = random;
    this.meanPages = meanPages;
    this.lingeringPerMille = lingeringPerMille;
  }

  /** Whether nobody lives. */
  boolean isEmpty() {
    return live.isEmpty();
  }

  /** Starts processes until so few pages are free, or a page is refused. */
  void startUntilFree(long pages) {
    for (var spare = memory.freePages() - pages; spare > 0; spare = memory.freePages() - pages) {
      if (!start(Math.min(spare, exponential()))) {
        return;
      }
    }
  }

  /**
   * Processes picked at random exit, at least one, until so many pages are free or nobody lives.
   *
   * @return how many pages they had
   */
  long exitUntilFree(long pages) {
    var had = 0L;
    do {
      had += exitOne();
    } while (memory.freePages() < pages && !live.isEmpty());
    return had;
  }

  private long exitOne() {
    var at = random.nextInt(live.size());
    var exiting = live.get(at);
    live.set(at, live.get(live.size() - 1));
    live.remove(live.size() - 1);
    var pages = 0L;
    for (var block : exiting) {
      var order = (int) (block & ORDER_BITS);
      pages += 1L << order;
      if (lingeringPerMille == 0 || random.nextInt(PER_MILLE) >= lingeringPerMille) {
        memory.free(block & ~ORDER_BITS, order);
      }
    }
    return pages;
  }

  private boolean start(long pages) {
    var count = 0;
    var left = pages;
    while (left > 0) {
      var block = allocate(Math.min(order(), Long.numberOfTrailingZeros(Long.highestOneBit(left))));
      if (block < 0) {
        break;
      }
      if (count == blocks.length) {
        blocks = Arrays.copyOf(blocks, 2 * count);
      }
      blocks[count++] = block;
      left -= 1L << (block & ORDER_BITS);
    }
    if (count > 0) {
      live.add(Arrays.copyOf(blocks, count));
    }
    return left == 0;
  }

  /** A block of this order or else of a smaller one, with its order; -1 if all are refused. */
  private long allocate(int wished) {
    for (var order = wished; order >= 0; order--) {
      var at = memory.allocate(order, Zone.NORMAL, true);
      if (at != null) {
        return at | order;
      }
    }
    return -1;
  }

  /** 0 to 3, each order half as often as the one below it, so that all have the same memory. */
  private int order() {
    var oneTo15 = 1 + random.nextInt((2 << LARGEST_ORDER) - 1);
    return LARGEST_ORDER - Long.numberOfTrailingZeros(Integer.highestOneBit(oneTo15));
  }

  /** At least one page. StrictMath, since other machines must see the same processes. */
  private long exponential() {
    var uniform = (random.nextLong() >>> 11) * 0x1p-53;
    return 1 + (long) (-meanPages * StrictMath.log(1 - uniform));
  }
}
