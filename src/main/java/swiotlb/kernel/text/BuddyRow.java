package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The free blocks of a zone of a node, as a paste tells them.
 *
 * @param line where it begins in the paste
 * @param form in which of its tables the kernel, or a reader of its dumps, printed it
 * @param zone its name, known or not
 * @param blocks free ones by order, from 0 on
 * @param saidKib what the row itself says to be free; negative: nothing
 */
record BuddyRow(int line, Form form, int node, String zone, List<Long> blocks, long saidKib) {
  /** The tables that are read. */
  enum Form {
    /** {@code /proc/buddyinfo}. */
    PROC,
    /** A row without its words: node, zone, counts. */
    TABLE,
    /** What the log says when memory could not be had. */
    LOG
  }

  private static final long PAGE_KIB = 4;
  private static final Pattern PROC =
      Pattern.compile("Node\\s+(\\d{1,5}),\\s*zone\\s+(\\w{1,16})((?:\\s+\\d{1,12}){1,99})");
  private static final Pattern TABLE =
      Pattern.compile(
          "(?:(?:Node\\s+)?(\\d{1,5})[,:]?\\s+)?(?:zone\\s+)?([A-Z]\\w{1,15}):?"
              + "((?:\\s+\\d{1,12}){1,99})");
  private static final Pattern LOG =
      Pattern.compile(
          "(?:Node\\s+(\\d{1,5})\\s+)?\\b(\\w{1,16}):\\s*"
              + "((?:\\d{1,12}\\*\\d{1,9}kB\\s*(?:\\([A-Z]{1,8}\\)\\s*)?){1,99})"
              + "=\\s*(\\d{1,15})kB$");
  private static final String HEADING = "Order";
  private static final Pattern SIZED = Pattern.compile("(\\d{1,12})\\*(\\d{1,9})kB");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  BuddyRow {
    blocks = List.copyOf(blocks);
  }

  /**
   * The row that a line tells, whatever its form; empty if it is none.
   *
   * @throws IllegalArgumentException if blocks are not those of a kernel with pages of 4 KiB
   */
  static Optional<BuddyRow> of(int line, String text) {
    var proc = PROC.matcher(text);
    if (proc.matches()) {
      var node = Integer.parseInt(proc.group(1));
      return Optional.of(
          new BuddyRow(line, Form.PROC, node, proc.group(2), counts(proc.group(3)), -1));
    }
    var log = LOG.matcher(text);
    if (log.find()) {
      var said = Long.parseLong(log.group(4));
      return Optional.of(
          new BuddyRow(
              line, Form.LOG, node(log.group(1)), log.group(2), sized(log.group(3)), said));
    }
    var table = TABLE.matcher(text);
    return table.matches() && !HEADING.equals(table.group(2))
        ? Optional.of(
            new BuddyRow(
                line, Form.TABLE, node(table.group(1)), table.group(2), counts(table.group(3)), -1))
        : Optional.empty();
  }

  private static int node(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static List<Long> counts(String text) {
    return SPACES.splitAsStream(text.strip()).map(Long::valueOf).toList();
  }

  private static List<Long> sized(String text) {
    var blocks = new ArrayList<Long>();
    for (var match = SIZED.matcher(text); match.find(); ) {
      var due = PAGE_KIB << blocks.size();
      if (Long.parseLong(match.group(2)) != due) {
        throw new IllegalArgumentException(
            "has blocks of %skB where those of %dkB are due".formatted(match.group(2), due));
      }
      blocks.add(Long.valueOf(match.group(1)));
    }
    return blocks;
  }

  /** All of it. */
  long freeKib() {
    var kib = 0L;
    for (var order = 0; order < blocks.size(); order++) {
      kib += blocks.get(order) * (PAGE_KIB << order);
    }
    return kib;
  }
}
