package swiotlb.study.conform.golden;

import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/** Plays a golden trace and compares every answer. */
public final class GoldenCheck {

  /**
   * How a trace was played.
   *
   * @param operations lines after the header
   * @param equal those answered as the real allocator did
   * @param first the first that was not, or null
   */
  public record Result(String name, long operations, long equal, @Nullable Divergence first) {
    /** Whether every answer agreed. */
    public boolean allEqual() {
      return first == null && equal == operations;
    }
  }

  /**
   * An answer that differs.
   *
   * @param line of the file
   * @param state of the areas, in words
   */
  public record Divergence(
      Path file, long line, String operation, String expected, String got, String state) {}

  private GoldenCheck() {}

  /**
   * Plays a file to its end; after a divergence the allocator's own answers go on.
   *
   * @param players makes the allocator under test from a header
   * @throws swiotlb.input.InputException if the file cannot be read or breaks the {@link
   *     TraceRules}
   * @throws IllegalStateException if the allocator under test fails; the message names the line
   */
  public static Result check(Path file, Function<GoldenHeader, GoldenPlayer> players) {
    try (var reader = new CheckedReader(file)) {
      var header = reader.header();
      var tally = new Tally(file, header.name());
      checkSetUp(header, tally);
      try (var player = players.apply(header)) {
        for (var op = reader.next(); op != null; op = reader.next()) {
          compare(op, player, tally);
        }
      }
      return tally.result();
    }
  }

  private static void compare(GoldenOp op, GoldenPlayer player, Tally tally) {
    var got = played(op, player, tally.file);
    tally.operations++;
    if (got.equals(op.expected())) {
      tally.equal++;
    } else if (tally.first == null) {
      tally.first =
          new Divergence(
              tally.file,
              op.line(),
              describe(op),
              op.expected().toString(),
              got.toString(),
              player.state(op));
    }
  }

  private static GoldenAnswer played(GoldenOp op, GoldenPlayer player, Path file) {
    try {
      return player.play(op);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the allocator under test failed at " + file + ":" + op.line() + ": " + e.getMessage(),
          e);
    }
  }

  private static void checkSetUp(GoldenHeader header, Tally tally) {
    SetUp.difference(header)
        .ifPresent(
            d ->
                tally.first =
                    new Divergence(
                        tally.file, 1, d.what(), d.recorded(), d.got(), "before any operation"));
  }

  /** The operation without what was expected of it. */
  public static String describe(GoldenOp op) {
    var text = op.toString();
    var cut = text.indexOf(", expected=");
    return cut < 0 ? text : text.substring(0, cut) + "]";
  }

  private static final class Tally {
    private final Path file;
    private final String name;
    private long operations;
    private long equal;
    private @Nullable Divergence first;

    Tally(Path file, String name) {
      this.file = file;
      this.name = name;
    }

    Result result() {
      return new Result(name, operations, equal, first);
    }
  }
}
