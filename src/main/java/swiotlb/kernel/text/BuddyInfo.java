package swiotlb.kernel.text;

import java.util.Arrays;
import java.util.Locale;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.slot.Slots;

/**
 * Free memory as {@code /proc/buddyinfo} shows it: how many blocks of each order are free in a
 * zone. {@link BuddySnapshot} reads pastes of it.
 */
public final class BuddyInfo {
  private static final int ORDERS = FreeBlocks.ORDERS;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;

  private BuddyInfo() {}

  /**
   * The free blocks of a paste, {@link BuddySnapshot#read} without what there is to say of it.
   *
   * @throws IllegalArgumentException if something of it is not understood
   */
  public static FreeBlocks parse(String text) {
    return BuddySnapshot.read(text).free();
  }

  /**
   * Free blocks as the kernel writes them, those of a machine with one node; zones lowest first.
   */
  public static String text(FreeBlocks free) {
    var text = new StringBuilder();
    for (var zone : free.zones()) {
      text.append("Node 0, zone %8s ".formatted(zone.label()));
      for (var blocks : free.freeBlocks(zone)) {
        text.append("%6d ".formatted(blocks));
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** A line for each zone of the snapshot: what is free, and in how large blocks. */
  public static String describe(FreeBlocks free) {
    var text = new StringBuilder();
    for (var zone : free.zones()) {
      var blocks = free.freeBlocks(zone);
      var largest = free.largestOrder(zone);
      text.append(
          String.format(
              Locale.ROOT,
              "%-6s %s free, %s, %,d of at least 1 MiB, %,d of 4 MiB\n",
              zone.label(),
              size(free.freePages(zone) * Slots.PAGE_BYTES),
              largest < 0 ? "no block" : "largest block of order " + largest,
              Arrays.stream(blocks, 8, ORDERS).sum(),
              blocks[Slots.MAX_PAGE_ORDER]));
    }
    return text.toString();
  }

  private static String size(long bytes) {
    return bytes > 0 && bytes < MIB
        ? bytes / KIB + " KiB"
        : String.format(Locale.ROOT, "%,d MiB", bytes / MIB);
  }
}
