package swiotlb.workload.msr;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.ByteLines;
import swiotlb.workload.block.Names;
import swiotlb.workload.block.TimeOrder;

/**
 * A trace of Microsoft Research Cambridge: {@code Timestamp,Hostname,DiskNumber,Type,Offset,Size,
 * ResponseTime}, with or without such a head, times in Windows' units of 100 ns.
 */
public final class MsrTrace implements BlockStream {
  private static final String HEAD = "Timestamp,Hostname,DiskNumber,Type,Offset,Size,ResponseTime";
  private static final long NS_PER_TICK = 100;
  private static final long MOST_BYTES = 1L << 32;
  private static final long MOST_TICKS = 100L * 366 * 24 * 3600 * 10_000_000;
  private static final String LINE =
      "is no line of an MSR Cambridge trace, such as: 128166372003061629,usr,0,Read,7014609920,24576,41286";

  private final ByteLines lines;
  private final Names names = new Names();
  private final TimeOrder order = new TimeOrder();
  private long firstTick = -1;
  private boolean hasHead;

  /** The I/Os of a trace. */
  public MsrTrace(ByteLines lines) {
    this.lines = lines;
  }

  /** Whether a line begins such a trace; takes it apart. */
  public static boolean isBegunBy(ByteLines line) {
    var text = line.rest();
    return text.equalsIgnoreCase(HEAD)
        || text.matches("\\d{1,18},[^,]*,\\d+,(?i:read|write),\\d+,\\d+,\\d+");
  }

  @Override
  public @Nullable BlockIo next() {
    while (lines.next()) {
      var isHead = firstTick < 0 && !hasHead && lines.rest().equalsIgnoreCase(HEAD);
      hasHead |= isHead;
      if (!isHead && !lines.isBlank()) {
        return line();
      }
    }
    return null;
  }

  private BlockIo line() {
    var start = lines.mark();
    var tick = number(start);
    var host = lines.mark();
    lines.takeUpTo(',');
    require(lines.take(','), start);
    require(lines.decimal() >= 0, start);
    var disk = lines.since(host, names);
    require(lines.take(','), start);
    var type = lines.mark();
    lines.takeUpTo(',');
    var kind = kind(lines.since(type, names), start);
    require(lines.take(','), start);
    var offset = number(start);
    var bytes = number(start);
    require(lines.decimal() >= 0 && lines.left() == 0 && bytes <= MOST_BYTES, start);
    if (firstTick < 0) {
      firstTick = tick;
    }
    if (tick - firstTick > MOST_TICKS) {
      throw lines.wrong("is more than a hundred years after the first line; correct one of them");
    }
    var atNs = order.at((tick - firstTick) * NS_PER_TICK, lines::wrong);
    return new BlockIo(Math.max(0, atNs), disk, kind, offset, bytes, BlockIo.NO_CPU, "");
  }

  private long number(int start) {
    var number = lines.decimal();
    require(number >= 0 && lines.take(','), start);
    return number;
  }

  private BlockIo.Kind kind(String type, int start) {
    if (type.equalsIgnoreCase("Read")) {
      return BlockIo.Kind.READ;
    }
    require(type.equalsIgnoreCase("Write"), start);
    return BlockIo.Kind.WRITE;
  }

  private void require(boolean isSo, int start) {
    if (!isSo) {
      lines.requireWhole();
      lines.reset(start);
      throw lines.unlike(LINE);
    }
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<>(order.remarks());
    if (!lines.isWhole()) {
      remarks.add("no line break ends its last line: whether it is cut off there cannot be told");
    }
    return remarks;
  }

  @Override
  public void close() {
    lines.close();
  }
}
