package swiotlb.study.conform.against;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A difference with as few operations before it as can be.
 *
 * @param of the trace that it is from
 * @param kept operations of the trace, ascending; the last is the one that differs
 * @param difference as it is in the whole trace
 * @param earlier other operations that stay and differ as well
 * @param isTriedOut every single operation was tried; else the trials that are allowed were used up
 *     and it may not be the smallest
 */
public record SmallCase(
    GoldenTrace of, List<Integer> kept, Difference difference, int earlier, boolean isTriedOut) {

  private static final String ENDING = ".jsonl";
  private static final int HEAD_CHARACTERS = 1 << 20;

  /** Immutable from the start. */
  public SmallCase {
    kept = List.copyOf(kept);
  }

  /** The name of its file. */
  public String fileName() {
    return difference.rule().word() + ENDING;
  }

  /** Whether a file is one that {@link #text} was written to, by its name and its header. */
  public static boolean isFile(Path file) {
    var name = String.valueOf(file.getFileName());
    if (Stream.of(Rule.values()).noneMatch(rule -> name.equals(rule.word() + ENDING))
        || !Files.isRegularFile(file)) {
      return false;
    }
    try (var lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      var head = new char[HEAD_CHARACTERS];
      var length = Math.max(0, lines.read(head));
      return CaseText.isCase(new String(head, 0, length).lines().findFirst().orElse(""));
    } catch (IOException e) {
      return false;
    }
  }

  /** It as a trace of its own. */
  public GoldenTrace trace() {
    return new GoldenTrace(
        of.file(),
        of.header(),
        CaseText.header(this),
        kept.stream().map(of.operations()::get).toList(),
        kept.stream().map(of.texts()::get).toList(),
        List.of());
  }

  /** It as a golden file. */
  public String text() {
    var trace = trace();
    return trace.headerText() + "\n" + String.join("\n", trace.texts()) + "\n";
  }
}
