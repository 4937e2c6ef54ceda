package swiotlb.workload.ftrace;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import swiotlb.input.InputException;

/**
 * Reads a recording: the text of the kernel's tracer, of trace-cmd or of perf, plain or gzip, or a
 * folder that holds one as trace.txt[.gz].
 */
public final class RecordingReader {
  /** What a recorder calls the trace in its folder; the first that is there counts. */
  private static final List<String> NAMES = List.of("trace.txt.gz", "trace.txt");

  private static final Pattern CPUS_IN_HEADER = Pattern.compile("# .*#P: *(\\d{1,9})\\b.*");

  /** The first line of what trace-cmd reports. */
  private static final Pattern CPUS_FIRST = Pattern.compile("cpus=(\\d{1,9})");

  /** A line of a call chain, which perf prints below an event. */
  private static final Pattern CALL = Pattern.compile("\\s+[0-9a-f]{6,16} \\S.*");

  /** Where trace-cmd's or the kernel's text goes over to another buffer or file. */
  private static final Pattern ASIDE =
      Pattern.compile(
          "#.*|##### CPU \\d+ buffer started ####.*|version = \\d+|trace-cmd.*|CPU \\d+ is empty");

  /** What perf prints of an event, whatever fields stand before it. */
  private static final Pattern EVENT_ALONE =
      Pattern.compile("(?:.*[^\\w:])?(?:swiotlb:swiotlb_bounced|dma:dma_[a-z_]{1,40}): .*");

  private static final int MOST_EXAMPLE = 160;

  private final Path file;
  private final RecordingText text;
  private final boolean usesProbes;
  private final Losses losses = new Losses();
  private long lines;
  private long unreadable;
  private String unreadableExample = "";
  private boolean hasHead;
  private boolean flags;
  private boolean hasSeconds = true;
  private int cpus;
  private final LineCpus lineCpus = new LineCpus();
  private final LineTimes lineTimes = new LineTimes();

  private RecordingReader(Path file, boolean usesProbes) {
    this.file = file;
    this.text = new RecordingText(file);
    this.usesProbes = usesProbes;
  }

  /**
   * Reads a recording. Where the kernel has no events of mappings, there are bounces only.
   *
   * @param path of the trace, or of its folder
   * @param usesProbes whether the lines of the extra probes count, if there are any
   * @throws InputException if there is nothing in it that bounced
   */
  public static Recording read(Path path, boolean usesProbes) {
    return new RecordingReader(traceIn(path), usesProbes).read();
  }

  private static Path traceIn(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    return named(path)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    path.toString(),
                    "holds no trace.txt or trace.txt.gz; name the recording itself"));
  }

  private static Stream<Path> named(Path folder) {
    return NAMES.stream().map(folder::resolve).filter(Files::isRegularFile);
  }

  /** Whether a folder holds a trace, as recorders make them. */
  public static boolean isFolder(Path folder) {
    return named(folder).findAny().isPresent();
  }

  /**
   * The folder whose other files tell of the recorded machine; absent where a trace lies among
   * whatever.
   */
  public static Optional<Path> folderOf(Path recording) {
    if (Files.isDirectory(recording)) {
      return Optional.of(recording);
    }
    return Optional.ofNullable(recording.getFileName())
        .filter(name -> NAMES.contains(name.toString()))
        .map(name -> recording.toAbsolutePath().getParent());
  }

  /**
   * Files that are read of a recording, as far as they are there: the trace, and what tells of its
   * machine.
   */
  public static List<Path> filesOf(Path recording) {
    var beside =
        folderOf(recording).stream()
            .flatMap(folder -> BesideRecording.NAMES.stream().map(folder::resolve));
    var traces = Files.isDirectory(recording) ? named(recording) : Stream.of(recording);
    return Stream.concat(traces, beside).filter(Files::isRegularFile).toList();
  }

  private Recording read() {
    var hasProbes = usesProbes && hasProbes();
    RecordingPass pass = hasProbes ? new ProbePass() : new StandardPass();
    text.forEach((line, number) -> line(line, number, pass));
    pass.end(losses.isAnywhere());
    if (pass.bounces().isEmpty()) {
      throw nothingBounced(pass);
    }
    var mappings = pass.mappings();
    var beside = new BesideRecording(file);
    return new Recording(
        hasProbes,
        beside.host(cpus, lineCpus.highest()),
        mappings,
        pass.bounces(),
        new Recording.Earlier(pass.earlier(), pass.earlierLists()),
        pass.defaultPoolBase(),
        usesProbes && !pass.hasEarlierPools()
            ? new Recording.Growth(
                pass.growthProbes.seesPools() || hasProbes,
                pass.growthProbes.growths(),
                hasProbes
                    ? Math.max(0, pass.growthProbes.workQueued())
                    : pass.growthProbes.workQueued())
            : Recording.Growth.UNSEEN,
        pass.losses(),
        new Recording.Reading(
            lines,
            unreadable,
            unreadableExample,
            pass.notBounced(),
            pass.releases(),
            text.cutOffAfter(),
            new Recording.Lost(
                losses.count(),
                losses.isUncounted(),
                losses.isAnywhere(),
                pass.releasedByLoss(),
                pass.missing()),
            lineTimes.order(),
            lineCpus.told(beside.saidCpus(cpus)),
            flags,
            hasSeconds));
  }

  /** What a recording without any bounce is, and what would be right. */
  private InputException nothingBounced(RecordingPass pass) {
    var remedy =
        "nothing bounced while it was recorded; record while a device works that must bounce, or boot with swiotlb=force";
    if (lines == 0 && hasHead) {
      return wrong("holds the head of a trace and no event: " + remedy);
    }
    if (pass.notBounced() > 0) {
      return wrong("holds mappings and no swiotlb_bounced event: " + remedy);
    }
    if (lines != unreadable) {
      return wrong("holds no swiotlb_bounced event; record the events swiotlb:* and dma:*");
    }
    return EVENT_ALONE.matcher(unreadableExample).matches()
        ? wrong(
            "shows events without the time or the CPU of each; print them anew, with perf script -F comm,tid,cpu,time,event,trace")
        : new NoRecordingException(file.toString());
  }

  private InputException wrong(String whatAndRemedy) {
    return new InputException(file.toString(), whatAndRemedy);
  }

  private boolean hasProbes() {
    var missing = new HashSet<>(List.of("map", "unmap", "swiotlb_bounced"));
    return text.any(
        line -> {
          if (missing.stream().anyMatch(event -> line.contains(event + ":"))) {
            var parsed = TraceLine.parse(line);
            if (parsed != null) {
              missing.remove(parsed.event());
            }
          }
          return missing.isEmpty();
        });
  }

  private void line(String line, long number, RecordingPass pass) {
    hasHead |= line.startsWith("# tracer: ");
    if (line.isBlank() || header(line, number)) {
      return;
    }
    var lostBy = losses.read(line);
    if (lostBy != Losses.NOT_HERE) {
      pass.loses(lostBy);
    }
    if (losses.isOne(line) || line.startsWith("#") || ASIDE.matcher(line).matches()) {
      return;
    }
    var parsed = TraceLine.parse(line);
    if (parsed == null && CALL.matcher(line).matches()) {
      return;
    }
    lines++;
    if (parsed == null) {
      isUnreadable(line);
      return;
    }
    lineCpus.line(parsed.cpu(), number);
    lineTimes.line(parsed.cpu(), parsed.timeNs(), number);
    flags |= parsed.context() != TraceLine.Context.UNKNOWN;
    hasSeconds &= parsed.hasSeconds();
    pass.at(parsed.timeNs());
    try {
      if (!pass.line(parsed)) {
        isUnreadable(line);
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(file.toString(), number, String.valueOf(e.getMessage()));
    }
  }

  private void isUnreadable(String line) {
    unreadable++;
    if (unreadableExample.isEmpty()) {
      unreadableExample = line.substring(0, Math.min(MOST_EXAMPLE, line.length()));
    }
  }

  /** Whether a line says how many CPUs there are, and nothing of losses. */
  private boolean header(String line, long number) {
    if (!line.startsWith("#") && !line.startsWith("cpus=")) {
      return false; // As nearly all are, and recordings are long.
    }
    var first = CPUS_FIRST.matcher(line);
    if (first.matches()) {
      cpus = cpus(first.group(1), number);
      return true;
    }
    var header = CPUS_IN_HEADER.matcher(line);
    if (header.matches()) {
      cpus = cpus(header.group(1), number);
    }
    return false;
  }

  private int cpus(String text, long number) {
    var said = Integer.parseInt(text);
    if (said < 1 || said > TraceLine.MOST_CPUS) {
      throw new InputException(
          file.toString(),
          number,
          "says that the machine has %d CPUs; Linux can have 1 to %d, so correct the number, which decides the areas"
              .formatted(said, TraceLine.MOST_CPUS));
    }
    return said;
  }
}
