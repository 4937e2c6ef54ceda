package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The table of free blocks that is made of a crash dump ({@code kmem -f}): for each zone a heading
 * with its name, and a line for each order. Not thread-safe; one for each paste.
 */
final class CrashTable {
  private static final Pattern ZONE =
      Pattern.compile("\\d{1,2}\\s+([A-Z]\\w{1,15})\\s+\\d{1,15}.*");
  private static final Pattern AREA =
      Pattern.compile("(\\d{1,2})\\s+\\d{1,7}k\\s+[0-9a-f]{1,16}\\s+(\\d{1,12})\\s+(\\d{1,12})");
  private static final Pattern NODE = Pattern.compile("\\d{1,5}");

  /** What the next line is. */
  private enum Next {
    ANYTHING,
    NODE,
    ZONE,
    AREA
  }

  private final List<BuddyRow> rows = new ArrayList<>();
  private final List<Long> blocks = new ArrayList<>();
  private Next next = Next.ANYTHING;
  private int node;
  private int line;
  private String zone = "";

  /**
   * Takes a line of the table.
   *
   * @return whether it is one
   * @throws IllegalArgumentException if it is one that cannot be true
   */
  boolean take(int number, String text) {
    if (text.equals("NODE")) {
      next = Next.NODE;
      return true;
    }
    if (text.startsWith("ZONE ") && text.contains(" NAME ")) {
      next = Next.ZONE;
      return true;
    }
    if (text.startsWith("AREA ") && text.contains(" BLOCKS ")) {
      next = Next.AREA;
      return !zone.isEmpty();
    }
    return switch (next) {
      case ANYTHING -> false;
      case NODE -> isNode(text);
      case ZONE -> isZone(number, text);
      case AREA -> isArea(text);
    };
  }

  private boolean isNode(String text) {
    if (!NODE.matcher(text).matches()) {
      return false;
    }
    endZone();
    node = Integer.parseInt(text);
    next = Next.ANYTHING;
    return true;
  }

  private boolean isZone(int number, String text) {
    var match = ZONE.matcher(text);
    if (!match.matches()) {
      return false;
    }
    endZone();
    zone = match.group(1);
    line = number;
    next = Next.ANYTHING;
    return true;
  }

  private boolean isArea(String text) {
    var match = AREA.matcher(text);
    if (!match.matches()) {
      return false;
    }
    var order = Integer.parseInt(match.group(1));
    var count = Long.parseLong(match.group(2));
    if (order != blocks.size()) {
      throw new IllegalArgumentException(
          "tells of order %d where order %d is due".formatted(order, blocks.size()));
    }
    if (Long.parseLong(match.group(3)) != count << order) {
      throw new IllegalArgumentException(
          "tells of %d blocks of order %d and of %s pages, which are not the same"
              .formatted(count, order, match.group(3)));
    }
    blocks.add(count);
    return true;
  }

  /** A zone without pages has no table of its own. */
  private void endZone() {
    if (!zone.isEmpty() && !blocks.isEmpty()) {
      rows.add(new BuddyRow(line, BuddyRow.Form.TABLE, node, zone, blocks, -1));
    }
    zone = "";
    blocks.clear();
  }

  /** All that was taken. */
  List<BuddyRow> rows() {
    endZone();
    return List.copyOf(rows);
  }
}
