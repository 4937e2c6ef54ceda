package swiotlb.workload.machine;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.kernel.text.Arch;

/** The text of a file that tells of a machine. */
record MachineText(String file, String name, String text) {
  private static final int MOST_SHOWN = 80;
  private static final long MOST_MEMORY = 64L << 40;

  /** Its lines, without line breaks. */
  List<String> lines() {
    return text.lines().toList();
  }

  /** Whether a line begins so. */
  boolean hasLine(Pattern beginning) {
    return text.lines().anyMatch(line -> beginning.matcher(line).lookingAt());
  }

  /** All that matches, line by line. */
  Stream<MatchResult> matches(Pattern pattern) {
    return text.lines().flatMap(line -> pattern.matcher(line).results());
  }

  /** What is wrong with the file as a whole, and what would be right. */
  InputException wrong(String whatAndRemedy) {
    return new InputException(file, whatAndRemedy);
  }

  /** What is wrong in a line, from 1, and what would be right. */
  InputException wrong(long line, String whatAndRemedy) {
    return new InputException(file, line, whatAndRemedy);
  }

  /**
   * A size that makes sense.
   *
   * @param line from 1; 0 if it is not known
   * @param what it is the size of
   * @throws InputException if it does not
   */
  long memory(long line, String what, long count, long unit) {
    if (count < 1 || count > MOST_MEMORY / unit) {
      var why = "%s is %d times %d bytes; write at least 1, and at most 64 TiB in all";
      var told = why.formatted(what, count, unit);
      throw line == 0 ? wrong(told) : wrong(line, told);
    }
    return count * unit;
  }

  /**
   * A number of CPUs that makes sense.
   *
   * @param line from 1; 0 if it is not known
   * @throws InputException if it does not
   */
  int cpus(long line, String what, long count) {
    if (count < 1 || count > 8192) {
      var told = "%s is %d; it can be 1 to 8192".formatted(what, count);
      throw line == 0 ? wrong(told) : wrong(line, told);
    }
    return (int) count;
  }

  /** A word of the file as it can be shown. */
  static String shown(String word) {
    return Text.onOneLine(Text.cut(word.strip(), MOST_SHOWN));
  }

  /** The architecture of a name as tools write it; absent if its boot is not simulated. */
  static Optional<Arch> arch(String name) {
    return switch (name) {
      case "x86_64", "amd64" -> Optional.of(Arch.X86_64);
      case "aarch64", "arm64" -> Optional.of(Arch.ARM64);
      case "riscv64" -> Optional.of(Arch.RISCV64);
      case "s390x" -> Optional.of(Arch.S390X);
      default -> Optional.empty();
    };
  }
}
