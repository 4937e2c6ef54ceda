package swiotlb.workload.ftrace;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import swiotlb.input.InputException;

/** Reads a recording: ftrace text, plain or gzip, or a folder that holds one as trace.txt[.gz]. */
public final class RecordingReader {
  private static final Pattern WRITTEN =
      Pattern.compile(
          "# entries-in-buffer/entries-written: *(\\d{1,18})/(\\d{1,18}) +#P:(\\d{1,5})");

  /** The first line of what trace-cmd reports. */
  private static final Pattern CPUS = Pattern.compile("cpus=(\\d{1,5})");

  private static final int MOST_EXAMPLE = 160;

  private final Path file;
  private final boolean usesProbes;
  private long lines;
  private long unreadable;
  private String unreadableExample = "";
  private long lost;
  private boolean endsEarly;
  private int cpus;
  private int highestCpu;

  private RecordingReader(Path file, boolean usesProbes) {
    this.file = file;
    this.usesProbes = usesProbes;
  }

  /**
   * Reads a recording.
   *
   * @param path of the trace, or of its folder
   * @param usesProbes whether the lines of the extra probes count, if there are any
   * @throws InputException if there is nothing in it that could be followed
   */
  public static Recording read(Path path, boolean usesProbes) {
    var file = traceIn(path);
    var reader = new RecordingReader(file, usesProbes);
    return reader.read();
  }

  private static Path traceIn(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    for (var name : new String[] {"trace.txt.gz", "trace.txt"}) {
      if (Files.isRegularFile(path.resolve(name))) {
        return path.resolve(name);
      }
    }
    throw new InputException(
        path.toString(), "holds no trace.txt or trace.txt.gz; name the recording itself");
  }

  private Recording read() {
    var hasProbes = usesProbes && hasProbes();
    RecordingPass pass = hasProbes ? new ProbePass() : new StandardPass();
    lines = 0;
    unreadable = 0;
    forEachLine(pass::line);
    var mappings = pass.mappings();
    if (mappings.isEmpty()) {
      throw new InputException(
          file.toString(),
          lines == unreadable
              ? "holds no line of ftrace text; record with trace-cmd or tracefs, see README"
              : "holds no swiotlb_bounced event with its mapping; record the events swiotlb:* and dma:*");
    }
    return new Recording(
        hasProbes,
        cpus > 0 ? cpus : Integer.highestOneBit(Math.max(1, highestCpu * 2 + 1)),
        beside("cmdline.txt").trim(),
        mappings,
        pass.defaultPoolBase(),
        pass.growths(),
        pass.workQueued(),
        counters(),
        lines,
        unreadable,
        unreadableExample,
        pass.notBounced(),
        endsEarly,
        lost);
  }

  private boolean hasProbes() {
    var seen = new boolean[2];
    forEachLine(
        line -> {
          seen[0] |= "search".equals(line.event());
          seen[1] |= "unmap".equals(line.event());
        });
    return seen[0] && seen[1];
  }

  private interface LineConsumer {
    void accept(TraceLine line);
  }

  private void forEachLine(LineConsumer consumer) {
    try (var reader = open()) {
      for (var text = reader.readLine(); text != null; text = reader.readLine()) {
        if (text.startsWith("#") || CPUS.matcher(text).matches()) {
          header(text);
        } else if (!text.isBlank()) {
          lines++;
          line(text, consumer);
        }
      }
    } catch (EOFException | ZipException e) {
      endsEarly = true;
      if (lines == 0) {
        throw new InputException(
            file.toString(), "is cut off before its first line; copy it again");
      }
    } catch (IOException e) {
      throw new InputException(
          file.toString(), lines, "cannot be read on; is the file whole, plain text or gzip?");
    }
  }

  private void line(String text, LineConsumer consumer) {
    var line = TraceLine.parse(text);
    if (line == null) {
      unreadable++;
      if (unreadableExample.isEmpty()) {
        unreadableExample = text.substring(0, Math.min(MOST_EXAMPLE, text.length()));
      }
      return;
    }
    highestCpu = Math.max(highestCpu, line.cpu());
    consumer.accept(line);
  }

  private void header(String text) {
    var match = WRITTEN.matcher(text);
    if (match.find()) {
      cpus = Integer.parseInt(match.group(3));
      lost = Long.parseLong(match.group(2)) - Long.parseLong(match.group(1));
    }
    var count = CPUS.matcher(text);
    if (count.matches()) {
      cpus = Integer.parseInt(count.group(1));
    }
  }

  private BufferedReader open() throws IOException {
    InputStream in;
    try {
      in = new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be opened; name a readable recording");
    }
    in.mark(2);
    var isGzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    return new BufferedReader(
        new InputStreamReader(isGzip ? new GZIPInputStream(in) : in, decoder));
  }

  private Map<String, Long> counters() {
    var counters = new LinkedHashMap<String, Long>();
    for (var text : beside("debugfs.txt").split("\n", -1)) {
      if (text.matches("io_tlb_[a-z_]{1,40} \\d{1,18}")) {
        var space = text.indexOf(' ');
        counters.put(text.substring(0, space), Long.parseLong(text.substring(space + 1)));
      }
    }
    return counters;
  }

  private String beside(String name) {
    var path = file.resolveSibling(name);
    try {
      return Files.isRegularFile(path) && Files.size(path) < 1 << 20 ? Files.readString(path) : "";
    } catch (IOException e) {
      return "";
    }
  }
}
