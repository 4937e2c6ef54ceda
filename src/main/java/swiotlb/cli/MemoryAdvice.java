package swiotlb.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import swiotlb.input.Program;

/** What helps a command that ran out of memory. */
final class MemoryAdvice {
  private MemoryAdvice() {}

  /**
   * In a sentence.
   *
   * @param arguments of the command line
   */
  static String of(String... arguments) {
    return "out of memory; "
        + less(command(arguments))
        + "give it more: SWIOTLB_SIM_JAVA_OPTS=-Xmx8g "
        + Program.name()
        + " ...";
  }

  /** The command and that within it, such as {@code trace page}. */
  private static String command(String... arguments) {
    return Arrays.stream(arguments).limit(2).collect(Collectors.joining(" "));
  }

  /** What can be made smaller, where that helps: most commands keep what they need. */
  private static String less(String command) {
    if (command.startsWith("run ")) {
      return "let less be in flight (a smaller depth of jobs), or ";
    }
    return switch (command) {
      case "trace page" -> "let the page hold less (--limit N), or ";
      case "trace explain", "trace show" -> "ask for fewer mappings at a time, or ";
      default -> "";
    };
  }
}
