package swiotlb.kernel.page;

import java.util.SplittableRandom;
import swiotlb.kernel.slot.Slots;

/**
 * Uses memory as a machine does that has been up for long, so that its free blocks are broken up.
 *
 * <p>Processes of exponentially distributed size, rounded up to pages, ask for blocks of orders 0
 * to 3, each order half as often as the one below it, in any zone and as callers that may wait; a
 * block that is refused is replaced by one of a smaller order. First they start until so much
 * memory is used as is wished for. Then memory fills up, until no caller that may wait gets a page,
 * and processes picked at random exit, until no more than that is used; and this again and again,
 * until processes of as many rounds times the size of memory have exited. Without the filling up
 * nothing would age, since the buddy allocator prefers what is broken already; in a real machine
 * the page cache sees to it. Of a process that exits a share of the blocks, picked at random, stays
 * in use for ever, as page cache and kernel objects do. In the end processes start until as much is
 * used as is wished for. With zero rounds memory is used, but not broken up.
 *
 * <p>What is used in the end differs from the wish by a page at most, with two exceptions: callers
 * that may wait cannot use what is kept for others, and memory that stays in use for ever may be
 * more than is wished for; once it is all memory, ageing ends. The share is of the memory that the
 * zones hold ({@link BuddyMemory#pages}).
 *
 * <p>Of a memory of more than 8 GiB, only 8 GiB take part: of the rest, untouched 4 MiB blocks at
 * the upper end of the NORMAL zone, the wished-for share is used by one resident, and what is left
 * is free in whole blocks. So a large memory has more free 4 MiB blocks there than its years would
 * have left it; the zones below 4 GiB age as those of a smaller machine, or not at all where the
 * NORMAL zone is so large (about 1 TiB) that requests for any memory never get there. A round takes
 * about two million requests.
 *
 * @param usedPercent how much of memory is used in the end, 0 to 100
 * @param processBytes mean size of a process, at least a page
 * @param lingeringPerMille of a thousand blocks, how many outlive their process, 0 to 1000
 * @param rounds how often as much memory as there is changes hands, 0 to 1000
 */
public record MemoryAgeing(int usedPercent, long processBytes, int lingeringPerMille, int rounds) {
  /** How much memory takes part at most. */
  public static final long MAX_AGED_BYTES = 8L << 30;

  private static final int WHOLE_PAGES = 1 << Slots.MAX_PAGE_ORDER;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public MemoryAgeing {
    requireBetween("the share of used memory, in percent,", usedPercent, 0, 100);
    requireBetween(
        "the mean size of a process, in bytes,",
        processBytes,
        Slots.PAGE_BYTES,
        BuddyMemory.MAX_MEMORY_BYTES);
    requireBetween("the blocks that linger, of a thousand,", lingeringPerMille, 0, 1000);
    requireBetween("the number of rounds", rounds, 0, 1000);
  }

  private static void requireBetween(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " cannot be " + value + "; it can be " + least + " to " + most);
    }
  }

  /**
   * Ages memory. The same memory and random numbers lead to the same state.
   *
   * @param memory best as it was made; what is in use already stays so
   */
  public void age(BuddyMemory memory, SplittableRandom random) {
    var surplus = memory.pages() - MAX_AGED_BYTES / Slots.PAGE_BYTES;
    var withheld = memory.withhold(Zone.NORMAL, (int) Math.max(0, surplus / WHOLE_PAGES));
    var agedPages = memory.pages() - (long) withheld * WHOLE_PAGES;
    var freePages = agedPages - agedPages * usedPercent / 100;
    var meanPages = (double) processBytes / Slots.PAGE_BYTES;
    var processes = new Processes(memory, random, meanPages, lingeringPerMille);
    processes.startUntilFree(freePages);
    var turnover = rounds * agedPages;
    while (turnover > 0) {
      processes.startUntilFree(0);
      if (processes.isEmpty()) {
        break;
      }
      turnover -= processes.exitUntilFree(freePages);
    }
    processes.startUntilFree(freePages);
    memory.restore(Zone.NORMAL, withheld - (int) ((long) withheld * usedPercent / 100));
  }
}
