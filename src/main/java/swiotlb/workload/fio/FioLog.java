package swiotlb.workload.fio;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.ByteLines;
import swiotlb.workload.block.Names;
import swiotlb.workload.block.TimeOrder;

/**
 * A log of I/Os of fio, version 2 or 3. Version 3 has a time for each; of version 2 an I/O comes
 * when those before it are done, but not before the time that a line before it waits for.
 */
public final class FioLog implements BlockStream {
  private static final String HEADER = "fio version ";
  private static final long NS_PER_MICRO = 1_000;
  private static final long NS_PER_MILLI = 1_000_000;
  private static final long MOST_MICROS = 4_000_000_000_000_000L;
  private static final long MOST_OFFSET = 1L << 62;
  private static final long MOST_BYTES = 1L << 32;
  private static final String LINE_2 =
      "is no line of a log of version 2, such as: FILE write 8192 4096";
  private static final String LINE_3 =
      "is no line of a log of version 3, such as: 557 FILE write 8192 4096";

  private final ByteLines lines;
  private final Names names = new Names();
  private final TimeOrder order = new TimeOrder();
  private int version;
  private long waitedForNs;
  private long waits;

  /** The I/Os of a log. */
  public FioLog(ByteLines lines) {
    this.lines = lines;
  }

  /** Whether a line begins a log; takes it apart. */
  public static boolean isBegunBy(ByteLines line) {
    return line.rest().startsWith(HEADER);
  }

  /** Whether a line begins a log whose I/Os have times. */
  public static boolean hasTimes(ByteLines line) {
    return line.rest().startsWith(HEADER + "3 ");
  }

  @Override
  public @Nullable BlockIo next() {
    while (lines.next()) {
      lines.requireWhole();
      if (lines.isBlank()) {
        continue;
      }
      if (version == 0) {
        header();
      } else {
        refuseAnother();
        var io = version == 2 ? line(0) : timed();
        if (io != null) {
          return io;
        }
      }
    }
    return null;
  }

  private void header() {
    switch (lines.rest().strip()) {
      case "fio version 2 iolog" -> version = 2;
      case "fio version 3 iolog" -> version = 3;
      default ->
          throw lines.unlike(
              "is no version that is known; a log begins with: fio version 2 iolog, or 3");
    }
  }

  private void refuseAnother() {
    if (lines.peek() == HEADER.charAt(0) && isBegunBy(lines)) {
      throw lines.wrong(
          "begins another log, of another job or run, whose times begin anew: fio adds to a log that is there; keep each in a file of its own");
    }
  }

  private @Nullable BlockIo timed() {
    var start = lines.mark();
    var micros = lines.decimal();
    if (micros < 0 || micros > MOST_MICROS || !lines.take(' ')) {
      lines.reset(start);
      throw lines.unlike(LINE_3);
    }
    return line(micros * NS_PER_MICRO);
  }

  /** What stands behind the time. Names of files may hold blanks, so it is read from its end. */
  private @Nullable BlockIo line(long timeNs) {
    var start = lines.mark();
    var text = lines.rest().stripTrailing();
    var end = text.length();
    var words = new String[3];
    for (var i = words.length - 1; i >= 0 && end > 0; i--) {
      var blank = text.lastIndexOf(' ', end - 1);
      words[i] = text.substring(blank + 1, end);
      end = Math.max(0, blank);
      if (i == words.length - 1 && isFileAction(words[i]) && end > 0) {
        return null;
      }
    }
    if (end == 0 || words[0] == null) {
      throw unlike(start);
    }
    return action(timeNs, text.substring(0, end), words, start);
  }

  private static boolean isFileAction(String word) {
    return "add".equals(word) || "open".equals(word) || "close".equals(word);
  }

  private @Nullable BlockIo action(long timeNs, String file, String[] words, int start) {
    var offset = number(words[1], MOST_OFFSET, start);
    var bytes = number(words[2], MOST_BYTES, start);
    if ("wait".equals(words[0])) {
      waits++;
      waitedForNs = Math.max(waitedForNs, Math.min(offset, MOST_MICROS / 1000) * NS_PER_MILLI);
      return null;
    }
    var kind =
        switch (words[0]) {
          case "read" -> BlockIo.Kind.READ;
          case "write" -> BlockIo.Kind.WRITE;
          case "trim" -> BlockIo.Kind.DISCARD;
          case "sync", "datasync" -> BlockIo.Kind.FLUSH;
          default -> throw unlike(start);
        };
    var atNs = version == 2 ? waitedForNs : order.at(timeNs, lines::wrong);
    return new BlockIo(
        atNs,
        names.name(file),
        kind,
        offset,
        kind == BlockIo.Kind.FLUSH ? 0 : bytes,
        BlockIo.NO_CPU,
        "");
  }

  private long number(String text, long most, int start) {
    var value = 0L;
    for (var i = 0; i < text.length(); i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9 || value > most) {
        throw unlike(start);
      }
      value = value * 10 + digit;
    }
    if (value > most) {
      throw unlike(start);
    }
    return value;
  }

  private RuntimeException unlike(int start) {
    lines.reset(start);
    return lines.unlike(version == 2 ? LINE_2 : LINE_3);
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<>(order.remarks());
    if (waits > 0) {
      remarks.add(
          version == 3
              ? "%d lines say wait, which fio passes over in version 3, and so does this"
                  .formatted(waits)
              : "%d lines say wait: an I/O behind one comes no sooner than so many milliseconds after the start, as fio 3.33 does it"
                  .formatted(waits));
    }
    return remarks;
  }

  @Override
  public void close() {
    lines.close();
  }
}
