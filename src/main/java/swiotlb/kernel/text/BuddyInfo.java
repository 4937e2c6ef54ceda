package swiotlb.kernel.text;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import swiotlb.kernel.page.FreeBlocks;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Slots;

/**
 * Free memory as {@code /proc/buddyinfo} shows it, read and written: how many blocks of each order
 * are free in a zone. Nodes are summed; the zone Movable counts as Normal.
 */
public final class BuddyInfo {
  private static final int ORDERS = FreeBlocks.ORDERS;
  private static final long KIB = 1 << 10;
  private static final long MIB = 1 << 20;
  private static final int MAX_LINES = 4096;
  private static final int MAX_LINE_CHARS = 400;
  private static final Pattern LINE =
      Pattern.compile("Node\\s+(\\d{1,5}),\\s+zone\\s+(\\w{1,16})((?:\\s+\\d{1,12})+)");
  private static final String MOVABLE = "Movable";
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final String REMEDY =
      "; paste what cat /proc/buddyinfo prints, lines such as"
          + " \"Node 0, zone DMA32 3 5 2 1 0 0 1 1 2 1 340\", and nothing else";

  private BuddyInfo() {}

  /**
   * Reads a paste.
   *
   * @param text lines of {@code Node N, zone NAME} and counts from order 0 on, at most 11; orders
   *     that are missing have no free blocks; empty lines are skipped
   * @throws IllegalArgumentException if the text is anything else; the message names the line
   */
  public static FreeBlocks parse(String text) {
    var free = new EnumMap<Zone, long[]>(Zone.class);
    var seen = new HashSet<String>();
    var number = 0;
    for (var line : text.split("\\R", MAX_LINES + 1)) {
      number++;
      if (number > MAX_LINES) {
        throw new IllegalArgumentException("more than " + MAX_LINES + " lines" + REMEDY);
      }
      if (!line.isBlank()) {
        read(line.strip(), number, free, seen);
      }
    }
    if (free.isEmpty()) {
      throw new IllegalArgumentException("line 1: there is no zone" + REMEDY);
    }
    return new FreeBlocks(free);
  }

  private static void read(String line, int number, Map<Zone, long[]> free, Set<String> seen) {
    if (line.length() > MAX_LINE_CHARS) {
      throw wrong(number, "is " + line.length() + " characters long");
    }
    var match = LINE.matcher(line);
    if (!match.matches()) {
      throw wrong(number, "is no line of buddyinfo: " + quoted(line));
    }
    var zone = zone(match.group(2), number);
    if (!seen.add(Integer.parseInt(match.group(1)) + " " + match.group(2))) {
      throw wrong(
          number,
          "repeats zone " + match.group(2) + " of node " + match.group(1) + " (two pastes?)");
    }
    var counts = SPACES.split(match.group(3).strip(), -1);
    if (counts.length > ORDERS) {
      throw wrong(
          number,
          "has " + counts.length + " orders, but blocks of more than 4 MiB are not simulated");
    }
    var sums = free.computeIfAbsent(zone, z -> new long[ORDERS]);
    for (var order = 0; order < counts.length; order++) {
      sums[order] += Long.parseLong(counts[order]);
    }
  }

  private static Zone zone(String name, int number) {
    if (MOVABLE.equals(name)) {
      return Zone.NORMAL;
    }
    return Arrays.stream(Zone.values())
        .filter(zone -> zone.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    number,
                    "names zone " + name + ", not one of DMA, DMA32, Normal and " + MOVABLE));
  }

  private static IllegalArgumentException wrong(int number, String what) {
    return new IllegalArgumentException("line " + number + " " + what + REMEDY);
  }

  /** The beginning of a line, without what a terminal might obey. */
  private static String quoted(String line) {
    var start = line.length() > 60 ? line.substring(0, 60) + "..." : line;
    return '"' + start.replaceAll("[^ -~]", "?") + '"';
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
