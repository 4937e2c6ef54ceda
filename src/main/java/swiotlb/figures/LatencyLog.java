package swiotlb.figures;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Latencies as a log that HdrHistogram's own tools read ({@code .hlog}): a line for each set, with
 * a tag. Values are nanoseconds. Times of a log are seconds in whole milliseconds; there is no
 * start time in it, to which readers would move those that begin at 0.
 */
public final class LatencyLog {
  private static final double NANOSECONDS = 1;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Pattern NOT_IN_TAGS = Pattern.compile("[^A-Za-z0-9._=/-]+");

  /**
   * Latencies with their name.
   *
   * @param durationNs in which they were recorded
   */
  public record Entry(String name, Latencies latencies, long durationNs) {}

  private LatencyLog() {}

  /**
   * Writes a log.
   *
   * @param out left open
   */
  public static void write(OutputStream out, List<Entry> entries) throws IOException {
    var text = new PrintStream(out, false, StandardCharsets.UTF_8);
    var log = new HistogramLogWriter(text);
    log.outputLogFormatVersion();
    log.outputComment("[latencies of bounced mappings in nanoseconds of simulated time]");
    log.outputLegend();
    var tags = new HashSet<String>();
    for (var entry : entries) {
      var histogram = entry.latencies().copy().histogram();
      histogram.setTag(tag(entry.name(), tags));
      log.outputIntervalHistogram(0, entry.durationNs() / NANOS_PER_SECOND, histogram, NANOSECONDS);
    }
    text.flush();
    if (text.checkError()) {
      throw new IOException("the log of latencies is not whole");
    }
  }

  /** Tags have neither commas nor blanks, and each is another. */
  private static String tag(String name, Set<String> taken) {
    var plain = name.isEmpty() ? "none" : NOT_IN_TAGS.matcher(name).replaceAll("_");
    var tag = plain;
    for (var i = 2; !taken.add(tag); i++) {
      tag = plain + "-" + i;
    }
    return tag;
  }
}
