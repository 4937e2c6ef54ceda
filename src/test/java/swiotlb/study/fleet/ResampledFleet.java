package swiotlb.study.fleet;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import swiotlb.workload.Seeds;
import swiotlb.workload.ftrace.RecordedMapping;
import swiotlb.workload.ftrace.Recording;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * Folders as the recorder writes them, of machines that are not there: pieces of recordings of real
 * kernels, drawn with replacement and put one behind the other, on machines whose memory, CPUs,
 * release and encryption are drawn, too. The same seed makes the same folders.
 */
public final class ResampledFleet {
  private static final int PIECES = 16;
  private static final long BLOCK_BYTES = 1L << 18;
  private static final long BLOCKS = 1 << 14;
  private static final long FIRST_ADDRESS = 1L << 30;
  private static final long BEGIN_NS = 10_000_000_000L;

  private final List<Recording> sources;
  private final long seed;

  /** A line of a trace. */
  private record Line(long atNs, String text) {}

  /** Of recordings. */
  public ResampledFleet(List<Path> recordings, long seed) {
    this.sources = recordings.stream().map(path -> RecordingReader.read(path, true)).toList();
    this.seed = seed;
  }

  /** {@code DIR COUNT SEED RECORDING…} */
  public static void main(String[] arguments) {
    var sources = new ArrayList<Path>();
    for (var i = 3; i < arguments.length; i++) {
      sources.add(Path.of(arguments[i]));
    }
    new ResampledFleet(sources, Long.parseLong(arguments[2]))
        .write(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
  }

  /** Writes so many folders. */
  public void write(Path folder, int machines) {
    for (var i = 1; i <= machines; i++) {
      try {
        machine(
            Files.createDirectories(folder.resolve("machine-%04d".formatted(i))),
            Seeds.stream(seed, "machine " + i));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static <T> T drawn(SplittableRandom random, List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  private void machine(Path folder, SplittableRandom random) throws IOException {
    var cpus = drawn(random, List.of(2, 4, 4, 8, 8, 16, 64));
    var gib = drawn(random, List.of(2, 4, 8, 16, 64, 256));
    var release = drawn(random, List.of("6.12.117", "6.12.117", "6.18.15", "7.3.4"));
    var guest = drawn(random, List.of("", "", "", "AMD SEV SEV-ES SEV-SNP", "Intel TDX"));
    var written = drawn(random, List.of("", "", "8192", "65536"));
    var cmdline =
        guest.isEmpty()
            ? "swiotlb=" + (written.isEmpty() ? "" : written + ",") + "force"
            : written.isEmpty() ? "" : "swiotlb=" + written;
    Files.writeString(folder.resolve("cmdline.txt"), cmdline + "\n");
    Files.writeString(folder.resolve("cpus.txt"), cpus + "\n");
    Files.writeString(folder.resolve("dmesg.txt"), log(release, gib, guest));
    var lines = lines(drawn(random, sources), cpus, random);
    try (var out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(folder.resolve("trace.txt.gz"))),
            StandardCharsets.UTF_8)) {
      print(out, lines, cpus, random.nextInt(50) == 0);
    }
  }

  private static String log(String release, int gib, String guest) {
    var high = gib <= 2 ? "" : e820(1L << 32, ((long) gib << 30) - (2L << 30));
    return "[    0.000000] Linux version %s-amd64 (gcc-12) #1 SMP x86_64\n".formatted(release)
        + e820(0, 2L << 30)
        + high
        + (guest.isEmpty()
            ? ""
            : "[    0.100000] Memory Encryption Features active: %s\n".formatted(guest));
  }

  private static String e820(long start, long bytes) {
    return "[    0.000000] BIOS-e820: [mem 0x%016x-0x%016x] usable\n"
        .formatted(start, start + bytes - 1);
  }

  private static List<Line> lines(Recording source, int cpus, SplittableRandom random) {
    var mappings =
        source.mappings().stream()
            .filter(mapping -> !mapping.hasFailed() && !mapping.isOpen())
            .sorted(Comparator.comparingLong(RecordedMapping::requestNs))
            .toList();
    var firstNs = mappings.get(0).requestNs();
    var pieceNs = (mappings.get(mappings.size() - 1).requestNs() - firstNs) / PIECES + 1;
    var lines = new ArrayList<Line>();
    for (var i = 0; i < PIECES; i++) {
      var piece = random.nextInt(PIECES);
      for (var mapping : mappings) {
        var sinceNs = mapping.requestNs() - firstNs - piece * pieceNs;
        if (sinceNs >= 0 && sinceNs < pieceNs) {
          add(lines, mapping, BEGIN_NS + i * pieceNs + sinceNs, mapping.cpu() % cpus);
        }
      }
    }
    lines.sort(Comparator.comparingLong(Line::atNs));
    return lines;
  }

  /** A buffer lies on pages of its own, but for the bits in which it may have to agree. */
  private static void add(List<Line> lines, RecordedMapping mapping, long atNs, int cpu) {
    var number = lines.size() / 3;
    var original = mapping.originalAddress();
    var bounce = FIRST_ADDRESS + number % BLOCKS * BLOCK_BYTES;
    var at = "dd-%d [%03d] d..1. ".formatted(100 + cpu, cpu);
    lines.add(
        new Line(
            atNs,
            at
                + "%s: swiotlb_bounced: dev_name: %s dma_mask=ffffffffffffffff dev_addr=%x size=%d FORCE"
                    .formatted(seconds(atNs), mapping.device(), original, mapping.sizeBytes())));
    lines.add(
        new Line(
            atNs,
            at
                + "%s: dma_map_phys: %s dir=TO_DEVICE dma_addr=%x size=%d phys_addr=%x attrs="
                    .formatted(
                        seconds(atNs), mapping.device(), bounce, mapping.sizeBytes(), original)));
    var endNs = Math.max(atNs + 1000, atNs + mapping.heldNs(mapping.releaseNs()));
    lines.add(
        new Line(
            endNs,
            at
                + "%s: dma_unmap_phys: %s dir=TO_DEVICE dma_addr=%x size=%d attrs="
                    .formatted(seconds(endNs), mapping.device(), bounce, mapping.sizeBytes())));
  }

  private static String seconds(long ns) {
    return String.format(Locale.ROOT, "%d.%06d", ns / 1_000_000_000, ns / 1000 % 1_000_000);
  }

  private static void print(Writer out, List<Line> lines, int cpus, boolean isLossy)
      throws IOException {
    out.write("# tracer: nop\n#\n");
    out.write(
        "# entries-in-buffer/entries-written: %d/%d   #P:%d\n"
            .formatted(lines.size(), lines.size() + (isLossy ? 100 : 0), cpus));
    for (var line : lines) {
      out.write(line.text);
      out.write('\n');
    }
  }
}
