package swiotlb.workload.ftrace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.Slots;
import swiotlb.kernel.text.BootLines;
import swiotlb.kernel.text.Counters;
import swiotlb.kernel.text.KernelBuild;
import swiotlb.kernel.text.KernelLog;
import swiotlb.kernel.text.Release;

/**
 * The files that lie beside a recording: {@code cmdline.txt}, {@code dmesg.txt}, {@code
 * debugfs.txt}, {@code config.txt} and {@code cpus.txt}. Each may be missing.
 */
final class BesideRecording {
  private static final String LOG = "dmesg.txt";
  private static final String CMDLINE = "cmdline.txt";
  private static final String CONFIG = "config.txt";
  private static final String CPUS = "cpus.txt";
  private static final String COUNTERS = "debugfs.txt";

  /** All of them. */
  static final List<String> NAMES = List.of(LOG, CMDLINE, CONFIG, CPUS, COUNTERS);

  private static final long MOST_BYTES = 1 << 24;
  private static final long MOST_POOL_BYTES = 1L << 34;

  private final String cmdline;
  private final int cpus;
  private final String config;
  private Optional<Release> release = Optional.empty();
  private Optional<RecordedHost.BootPool> bootPool = Optional.empty();
  private OptionalInt areas = OptionalInt.empty();
  private final Counters counters;

  BesideRecording(Path recording) {
    var logged = "";
    var log = recording.resolveSibling(LOG);
    var number = 0L;
    for (var line : text(recording, LOG).split("\r?\n", -1)) {
      number++;
      logged = BootLines.commandLine(line).orElse(logged);
      boot(line, log, number);
    }
    var given = text(recording, CMDLINE).trim();
    this.cmdline = given.isEmpty() ? logged.trim() : given;
    this.counters = counters(recording);
    this.config = text(recording, CONFIG);
    var count = text(recording, CPUS).trim();
    this.cpus = count.matches("[1-9]\\d{0,3}") ? Integer.parseInt(count) : 0;
  }

  /** Whoever holds what was in use holds a buffer for each slot. */
  private static Counters counters(Path recording) {
    var read = Counters.read(text(recording, COUNTERS));
    var used = read.before().getOrDefault(Counters.USED, 0L);
    if (used > MOST_POOL_BYTES / Slots.toBytes(1)) {
      throw new InputException(
          recording.resolveSibling(COUNTERS).toString(),
          "counts %d slots in use before the recording, more than any kernel has; correct %s, or leave the file out"
              .formatted(used, Counters.USED));
    }
    return read;
  }

  private void boot(String line, Path log, long number) {
    var version = BootLines.release(line);
    if (release.isEmpty() && version.isPresent()) {
      try {
        release = Optional.of(Release.parse(version.get()).existing());
      } catch (IllegalArgumentException e) {
        throw new InputException(log.toString(), number, String.valueOf(e.getMessage()));
      }
    }
    var mapped = KernelLog.MAPPED.read(line.strip());
    if (mapped.isPresent()) {
      bootPool = Optional.of(pool(mapped.get(), log, number));
    }
    var areaNumber = KernelLog.AREAS.read(line.strip());
    if (areaNumber.isPresent()) {
      areas = OptionalInt.of(areas(areaNumber.get().get(0), log, number));
    }
  }

  private static RecordedHost.BootPool pool(List<Long> values, Path log, long number) {
    var start = values.get(0);
    var bytes = values.get(1) - start;
    if (start < 0
        || start % Slots.PAGE_BYTES != 0
        || bytes <= 0
        || bytes > MOST_POOL_BYTES
        || bytes % Slots.toBytes(Slots.SLOT_SET_SLOTS) != 0) {
      throw new InputException(
          log.toString(),
          number,
          "names a default pool that no kernel makes: it lies on pages and is a multiple of 256 KiB;"
              + " correct the line, or leave it out");
    }
    return new RecordedHost.BootPool(start, bytes);
  }

  private static int areas(long said, Path log, long number) {
    if (said < 1 || said > TraceLine.MOST_CPUS || Long.bitCount(said) != 1) {
      throw new InputException(
          log.toString(),
          number,
          "names %d areas, but their number is a power of two up to %d; correct the line, or leave it out"
              .formatted(said, TraceLine.MOST_CPUS));
    }
    return (int) said;
  }

  /** How many CPUs something says there are; 0 if nothing does. */
  int saidCpus(int cpusInHeader) {
    return cpus > 0 ? cpus : cpusInHeader > 0 ? cpusInHeader : areas.orElse(0);
  }

  /**
   * The machine. The kernel counts possible CPUs, whose numbers may have holes and of which a
   * header may name only those that are there: what cpus.txt says holds, the others only as far as
   * no line is of a higher one.
   */
  RecordedHost host(int cpusInHeader, int highestCpu) {
    var least = highestCpu + 1;
    var said = saidCpus(cpusInHeader);
    return new RecordedHost(
        cpus > 0 ? cpus : Math.max(least, said),
        said > 0,
        cmdline,
        release,
        bootPool,
        areas,
        counters.before(),
        counters.last(),
        isStatic());
  }

  private Optional<Boolean> isStatic() {
    if (counters.hasSlots()) {
      return Optional.of(!counters.isDynamic());
    }
    return KernelBuild.isDynamic(config)
        .map(isDynamic -> !isDynamic)
        .or(() -> release.filter(r -> !r.isFrom(6, 6)).map(r -> true));
  }

  private static String text(Path recording, String name) {
    var path = recording.resolveSibling(name);
    try {
      if (!Files.isRegularFile(path) || Files.size(path) > MOST_BYTES) {
        return "";
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE)
          .decode(ByteBuffer.wrap(Files.readAllBytes(path)))
          .toString();
    } catch (IOException e) {
      return "";
    }
  }
}
