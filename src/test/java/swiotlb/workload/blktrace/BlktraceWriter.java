package swiotlb.workload.blktrace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Writes files as blktrace does, event by event. As a program it writes the sample that blkparse
 * was given: {@code sample.blktrace.0} to 2 in a folder.
 */
public final class BlktraceWriter {
  static final int EVENT_BYTES = 48;
  static final int READ = 1 << 16;
  static final int WRITE = 1 << 17;
  static final int FLUSH = 1 << 18;
  static final int SYNC = 1 << 19;
  static final int QUEUE = 1 << 20;
  static final int ISSUED = 1 << 22;
  static final int COMPLETED = 1 << 23;
  static final int PASSTHROUGH = 1 << 25;
  static final int NOTE = 1 << 26;
  static final int DISCARD = 1 << 29;
  static final int FUA = 1 << 31;
  static final int MAGIC = 0x65617407;
  private static final int SAMPLE_CPUS = 3;
  private static final int SAMPLE_EVENTS = 400;

  private final ByteOrder order;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int magic = MAGIC;

  BlktraceWriter(ByteOrder order) {
    this.order = order;
  }

  /** Events from here on have another magic number. */
  BlktraceWriter magic(int other) {
    magic = other;
    return this;
  }

  /** One event. */
  BlktraceWriter event(
      int sequence,
      long timeNs,
      long sector,
      int bytes,
      int action,
      int pid,
      int device,
      int cpu,
      byte... data) {
    var event =
        ByteBuffer.allocate(EVENT_BYTES + data.length)
            .order(order)
            .putInt(magic)
            .putInt(sequence)
            .putLong(timeNs)
            .putLong(sector)
            .putInt(bytes)
            .putInt(action)
            .putInt(pid)
            .putInt(device)
            .putInt(cpu)
            .putShort((short) 0)
            .putShort((short) data.length)
            .put(data);
    out.writeBytes(event.array());
    return this;
  }

  /** What a process is called. */
  BlktraceWriter process(int pid, String name, int cpu) {
    var data = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 16);
    return event(0, 0, 0, 0, NOTE, pid, 0, cpu, data);
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Two hours after boot: reads, writes, flushes, discards, passthrough, merges and splits. */
  static void sample(Path folder, ByteOrder order) {
    var files = new BlktraceWriter[SAMPLE_CPUS];
    var sequences = new int[SAMPLE_CPUS];
    for (var cpu = 0; cpu < SAMPLE_CPUS; cpu++) {
      files[cpu] = new BlktraceWriter(order).process(100 + cpu, "task [" + cpu + "]", cpu);
    }
    var random = new SplittableRandom(7);
    var time = 7_200_000_000_000L;
    for (var i = 0; i < SAMPLE_EVENTS; i++) {
      time += 1 + random.nextInt(2_000_000);
      var cpu = random.nextInt(SAMPLE_CPUS);
      var sector = random.nextLong(1L << 34);
      var bytes = 512 * (1 + random.nextInt(512));
      var device = random.nextInt(10) == 0 ? (259 << 20) | 1 : 8 << 20;
      files[cpu].event(
          ++sequences[cpu],
          time,
          sector,
          bytes,
          action(random),
          100 + cpu,
          device,
          cpu,
          new byte[0]);
    }
    for (var cpu = 0; cpu < SAMPLE_CPUS; cpu++) {
      write(folder.resolve("sample.blktrace." + cpu), files[cpu].bytes());
    }
  }

  private static int action(SplittableRandom random) {
    return switch (random.nextInt(11)) {
      case 10 -> 7 | ISSUED | READ | PASSTHROUGH;
      case 0 -> 4 | QUEUE | READ;
      case 1 -> 7 | ISSUED | WRITE;
      case 2 -> 8 | COMPLETED | READ;
      case 3 -> 2 | QUEUE | WRITE;
      case 4 -> 1 | QUEUE | WRITE | DISCARD | SYNC;
      case 5 -> 1 | QUEUE | WRITE | FLUSH | FUA | SYNC;
      case 6, 7 -> 1 | QUEUE | WRITE;
      default -> 1 | QUEUE | READ;
    };
  }

  static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the sample into a folder. */
  public static void main(String[] args) {
    sample(Path.of(args[0]), ByteOrder.LITTLE_ENDIAN);
  }
}
