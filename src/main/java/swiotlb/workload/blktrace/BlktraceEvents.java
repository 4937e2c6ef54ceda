package swiotlb.workload.blktrace;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.block.BlockIo;
import swiotlb.workload.block.BlockStream;
import swiotlb.workload.block.TimeOrder;

/** The events of all CPUs of a trace of blktrace, merged by time. */
final class BlktraceEvents implements BlockStream {
  private static final int SECTOR_BYTES = 512;
  private static final long MOST_SECTORS = 1L << 53;
  private static final int MINOR_BITS = 20;

  /** Names of processes have 16 bytes; what is longer is not of blktrace. */
  private static final int MOST_NAME_BYTES = 16;

  private static final int ACT_MASK = 0xffff;
  private static final int QUEUE = 1;
  private static final int BACK_MERGE = 2;
  private static final int FRONT_MERGE = 3;
  private static final int ISSUE = 7;
  private static final int SPLIT = 13;

  private static final int OF_WRITE = 1 << 17;
  private static final int OF_PASSTHROUGH = 1 << 25;
  private static final int OF_NOTE = 1 << 26;
  private static final int OF_DISCARD = 1 << 29;

  private final List<CpuFile> files = new ArrayList<>();
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparingLong(Head::timeNs).thenComparingInt(Head::number));
  private final Map<Integer, String> processes = new HashMap<>();
  private final Map<Integer, String> devices = new HashMap<>();
  private final Map<Long, Long> sequences = new HashMap<>();
  private final TimeOrder order = new TimeOrder();
  private long missing;
  private long queued;
  private long events;
  private long passthrough;
  private long merged;
  private long split;

  /** A file at one of its events. */
  private record Head(long timeNs, int number, CpuFile file) {}

  BlktraceEvents(List<Path> paths) {
    try {
      for (var path : paths) {
        var file = new CpuFile(path);
        files.add(file);
        advance(file, files.size() - 1);
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void advance(CpuFile file, int number) {
    while (file.next()) {
      if ((file.action() & OF_NOTE) == 0) {
        heads.add(new Head(file.timeNs(), number, file));
        return;
      }
      if ((file.action() & ACT_MASK) == 0) {
        processes.put(file.process(), name(file.data()));
      }
    }
  }

  /** Up to the zero that ends it. */
  private static String name(byte[] data) {
    var length = 0;
    while (length < Math.min(data.length, MOST_NAME_BYTES) && data[length] != 0) {
      length++;
    }
    return new String(data, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public @Nullable BlockIo next() {
    for (var head = heads.poll(); head != null; head = heads.poll()) {
      var io = event(head.file);
      advance(head.file, head.number);
      if (io != null) {
        return io;
      }
    }
    return null;
  }

  private @Nullable BlockIo event(CpuFile file) {
    events++;
    if (file.cpu() < 0 || file.cpu() > BlockIo.LAST_CPU) {
      throw file.wrong(
          "is of CPU %s, which no machine has".formatted(Integer.toUnsignedString(file.cpu())));
    }
    if (file.timeNs() < 0) {
      throw file.wrong("has a time beyond 292 years, so that the file is damaged; copy it again");
    }
    countMissing(file);
    var action = file.action();
    switch (action & ACT_MASK) {
      case QUEUE -> {
        queued++;
        return io(file, false);
      }
      case ISSUE -> {
        return (action & OF_PASSTHROUGH) == 0 ? null : passthrough(file);
      }
      case BACK_MERGE, FRONT_MERGE -> merged++;
      case SPLIT -> split++;
      default -> {}
    }
    return null;
  }

  private BlockIo passthrough(CpuFile file) {
    passthrough++;
    return io(file, true);
  }

  /** Each CPU counts its events of each device. */
  private void countMissing(CpuFile file) {
    var key = ((long) file.cpu() << Integer.SIZE) | Integer.toUnsignedLong(file.device());
    var before = sequences.put(key, file.sequence());
    if (before != null && file.sequence() > before + 1) {
      missing += file.sequence() - before - 1;
    }
  }

  private BlockIo io(CpuFile file, boolean isPassthrough) {
    var action = file.action();
    var bytes = file.byteCount();
    var kind =
        (action & OF_DISCARD) != 0
            ? BlockIo.Kind.DISCARD
            : bytes == 0 && !isPassthrough
                ? BlockIo.Kind.FLUSH
                : (action & OF_WRITE) != 0 ? BlockIo.Kind.WRITE : BlockIo.Kind.READ;
    if (!isPassthrough && bytes > 0 && (file.sector() < 0 || file.sector() >= MOST_SECTORS)) {
      throw file.wrong("is of sector %d, which no device has".formatted(file.sector()));
    }
    return new BlockIo(
        order.at(file.timeNs(), file::wrong),
        devices.computeIfAbsent(
            file.device(), d -> (d >>> MINOR_BITS) + "," + (d & ((1 << MINOR_BITS) - 1))),
        kind,
        isPassthrough || bytes == 0 ? 0 : file.sector() * SECTOR_BYTES,
        bytes,
        file.cpu(),
        processes.getOrDefault(file.process(), ""));
  }

  @Override
  public List<String> remarks() {
    var remarks = new ArrayList<>(order.remarks());
    remarks.addAll(Rwbs.nothingQueued(events, queued));
    if (missing > 0) {
      remarks.add(
          "%d events are missing, as the numbers of the others say: blktrace lost them, or it or blkparse -d left them out as told"
              .formatted(missing));
    }
    remarks.addAll(Rwbs.remarks(passthrough, merged, split));
    return remarks;
  }

  @Override
  public void close() {
    files.forEach(CpuFile::close);
  }
}
