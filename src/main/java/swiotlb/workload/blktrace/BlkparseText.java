package swiotlb.workload.blktrace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.ByteLines;
import swiotlb.workload.block.Names;
import swiotlb.workload.block.TimeOrder;

/**
 * The text of blkparse in its default format: what was queued is what devices were asked to do, and
 * what was issued of passthrough commands, which are not queued. Ends where blkparse sums up.
 */
public final class BlkparseText implements BlockStream {
  private static final int SECTOR_BYTES = 512;
  private static final long MOST_SECTORS = 1L << 53;
  private static final int NANO_DIGITS = 9;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Longest from the start of a trace; more does not fit. */
  private static final long MOST_SECONDS = 4_000_000_000L;

  private static final String FORMAT =
      "is no event of blkparse's default format; it looks like: 8,0 1 1 0.000000500 1234 Q WS 16384 + 128 [dd]";

  private static final Set<String> ACTIONS =
      Set.of(
          "Q", "C", "I", "D", "M", "F", "G", "S", "R", "U", "UT", "P", "T", "X", "B", "A", "m", "N",
          "K");

  private static final String INPUT_FILE = "Input file ";

  /** How lines begin with which blkparse sums up. */
  private static final List<String> SUMMARY =
      List.of("CPU", "Total (", "Throughput (", "Events (", "Skips: ", INPUT_FILE);

  private static final Pattern OF_PROGRAM = Pattern.compile(".* \\(\\d+\\)");

  private final ByteLines lines;
  private final Names names = new Names();
  private final TimeOrder order = new TimeOrder();
  private long events;
  private long queued;
  private long passthrough;
  private long merged;
  private long split;
  private boolean hasSummary;
  private boolean isAtEnd;

  /** The events of a text. */
  public BlkparseText(ByteLines lines) {
    this.lines = lines;
  }

  /** Whether a line begins such a text; takes it apart. */
  public static boolean isBegunBy(ByteLines line) {
    return line.rest().startsWith(INPUT_FILE) || isEvent(line);
  }

  /** Whether the rest of a line looks like an event; takes it apart, so go back behind. */
  private static boolean isEvent(ByteLines line) {
    line.skipBlanks();
    return line.decimal() >= 0
        && line.take(',')
        && line.decimal() >= 0
        && isBlanks(line)
        && line.decimal() >= 0
        && isBlanks(line)
        && line.decimal() >= 0
        && isBlanks(line)
        && line.decimal() >= 0
        && line.take('.');
  }

  private static boolean isBlanks(ByteLines line) {
    var from = line.mark();
    line.skipBlanks();
    return line.mark() > from;
  }

  @Override
  public @Nullable BlockIo next() {
    while (!isAtEnd) {
      if (!lines.next()) {
        isAtEnd = true;
      } else if (hasSummary) {
        refuseEvent();
      } else if (!isAside()) {
        lines.requireWhole();
        var io = event();
        if (io != null) {
          return io;
        }
      }
    }
    return null;
  }

  /** Behind the sums of a trace there is nothing more of it. */
  private void refuseEvent() {
    if (isEvent(lines)) {
      throw lines.wrong(
          "is an event behind the sums of a trace; keep each trace in a file of its own");
    }
  }

  private boolean isAside() {
    if (isProgram()) {
      hasSummary = true;
      return true;
    }
    if (lines.peek() == ' ' || (lines.peek() >= '0' && lines.peek() <= '9')) {
      return false;
    }
    if (lines.isBlank()) {
      return true;
    }
    var text = lines.rest();
    if (SUMMARY.stream().anyMatch(text::startsWith)) {
      // blkparse names its files before its events if its output waits in no buffer.
      hasSummary = !text.startsWith(INPUT_FILE);
      return true;
    }
    lines.requireWhole();
    throw lines.unlike(FORMAT);
  }

  /** With -s the sums begin with those of programs, each behind its name and number. */
  private boolean isProgram() {
    if (lines.last() != ')') {
      return false;
    }
    var start = lines.mark();
    var isProgram = OF_PROGRAM.matcher(lines.rest()).matches() && !isEvent(lines);
    lines.reset(start);
    return isProgram;
  }

  private @Nullable BlockIo event() {
    var start = lines.mark();
    lines.skipBlanks();
    var name = lines.mark();
    number(start, ',');
    require(lines.decimal() >= 0, start);
    var device = lines.since(name, names);
    var cpu = field(start);
    if (cpu > BlockIo.LAST_CPU) {
      throw lines.wrong("is of CPU %d, which no machine has".formatted(cpu));
    }
    field(start);
    lines.skipBlanks();
    var seconds = number(start, '.');
    var digits = lines.mark();
    var nanos = lines.decimal();
    require(lines.mark() - digits == NANO_DIGITS && seconds <= MOST_SECONDS, start);
    field(start);
    events++;
    return action(device, (int) cpu, seconds * NS_PER_SECOND + nanos, start);
  }

  private long number(int start, char end) {
    var number = lines.decimal();
    require(number >= 0 && lines.take(end), start);
    return number;
  }

  private long field(int start) {
    lines.skipBlanks();
    var number = lines.decimal();
    require(number >= 0 && (lines.peek() == ' ' || lines.peek() < 0), start);
    return number;
  }

  private void require(boolean isSo, int start) {
    if (!isSo) {
      lines.reset(start);
      throw lines.unlike(FORMAT);
    }
  }

  private String word() {
    lines.skipBlanks();
    var from = lines.mark();
    lines.takeUpTo(' ');
    return lines.since(from, names);
  }

  private @Nullable BlockIo action(String device, int cpu, long timeNs, int start) {
    var action = word();
    require(ACTIONS.contains(action), start);
    var rwbs = word();
    lines.skipBlanks();
    switch (action) {
      case "Q" -> {
        queued++;
        return io(device, cpu, timeNs, rwbs, start);
      }
      case "D" -> {
        return passthrough(device, cpu, timeNs, rwbs, start);
      }
      case "M", "F" -> merged++;
      case "X" -> split++;
      default -> {}
    }
    return null;
  }

  private @Nullable BlockIo io(String device, int cpu, long timeNs, String rwbs, int start) {
    var atNs = order.at(timeNs, lines::wrong);
    if (lines.peek() == '[') {
      return new BlockIo(atNs, device, BlockIo.Kind.FLUSH, 0, 0, cpu, process(start));
    }
    var sector = lines.decimal();
    lines.skipBlanks();
    require(sector >= 0 && lines.take('+'), start);
    lines.skipBlanks();
    var sectors = lines.decimal();
    require(sectors >= 0 && sector < MOST_SECTORS && sectors < MOST_SECTORS, start);
    return new BlockIo(
        atNs,
        device,
        Rwbs.kind(rwbs),
        sector * SECTOR_BYTES,
        sectors * SECTOR_BYTES,
        cpu,
        process(start));
  }

  /** A command of bytes, told with the bytes of the command itself if there are any. */
  private @Nullable BlockIo passthrough(
      String device, int cpu, long timeNs, String rwbs, int start) {
    var bytes = lines.decimal();
    lines.skipBlanks();
    if (bytes < 0 || lines.peek() == '+') {
      return null;
    }
    passthrough++;
    var atNs = order.at(timeNs, lines::wrong);
    return new BlockIo(atNs, device, Rwbs.kind(rwbs), 0, bytes, cpu, process(start));
  }

  /** In the last brackets; a name may have some of its own. */
  private String process(int start) {
    lines.takeUpTo('[');
    require(lines.take('['), start);
    var from = lines.mark();
    require(lines.backToLast(']'), start);
    return lines.since(from, names);
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<>(order.remarks());
    remarks.addAll(Rwbs.nothingQueued(events, queued));
    if (!hasSummary) {
      remarks.add(
          "no sums stand behind its events, as blkparse prints them: whether lines are missing at its end cannot be told");
    }
    remarks.addAll(Rwbs.remarks(passthrough, merged, split));
    remarks.add("lengths are whole sectors: what was queued with less is taken as that much less");
    return remarks;
  }

  @Override
  public void close() {
    lines.close();
  }
}
