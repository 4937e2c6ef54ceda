package swiotlb.workload.imports;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Writes text as blkparse does, of any length: each request is queued, issued and completed. As a
 * program: a file, and how many requests.
 */
public final class LargeBlkparse {
  static final int EVENTS_EACH = 4;
  private static final long STEP_NS = 50_000;
  private static final String[] ACTIONS = {"Q", "G", "D", "C"};

  private LargeBlkparse() {}

  /** Bytes of all requests. */
  static long write(Path file, long requests) throws IOException {
    var random = new SplittableRandom(1);
    var bytes = 0L;
    try (var out =
        new PrintStream(
            new BufferedOutputStream(Files.newOutputStream(file), 1 << 20),
            false,
            StandardCharsets.US_ASCII)) {
      var line = new StringBuilder();
      for (var i = 0L; i < requests; i++) {
        var sector = random.nextLong(1L << 32);
        var sectors = 8L << random.nextInt(5);
        var cpu = random.nextInt(4);
        bytes += sectors * 512;
        for (var action = 0; action < EVENTS_EACH; action++) {
          var timeNs = i * STEP_NS + action * 7_000L;
          line.setLength(0);
          line.append("  8,0    ").append(cpu).append(' ');
          padded(line, i * EVENTS_EACH + action + 1, 8);
          padded(line, timeNs / 1_000_000_000, 6);
          line.append('.').append(Long.toString(1_000_000_000 + timeNs % 1_000_000_000), 1, 10);
          line.append("  4242  ").append(ACTIONS[action]).append(i % 3 == 0 ? "  WS " : "   R ");
          line.append(sector).append(" + ").append(sectors);
          line.append(action == 3 ? " [0]\n" : " [fio]\n");
          out.append(line);
        }
      }
      out.printf(Locale.ROOT, "CPU0 (large):%n Reads Queued: %d%n", requests);
    }
    return bytes;
  }

  private static void padded(StringBuilder line, long number, int width) {
    var digits = Long.toString(number);
    line.append(" ".repeat(Math.max(0, width - digits.length()))).append(digits);
  }

  /** Writes a file. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[0]), Long.parseLong(args[1]));
  }
}
