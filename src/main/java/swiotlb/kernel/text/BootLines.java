package swiotlb.kernel.text;

import java.util.Optional;
import java.util.regex.Pattern;

/** Lines of a kernel's log that tell which kernel it is and how it was started. */
public final class BootLines {
  private static final Pattern COMMAND_LINE = Pattern.compile(".*Kernel command line: ?(.*)");

  /**
   * As {@code uname -a} and the kernel's first line give it, that with all that may stand before.
   */
  private static final Pattern VERSION =
      Pattern.compile(
          "(?:(?:.{0,200}?(?:kernel: ?|[\\]>;] ?))?Linux version |Linux (?:\\S+ )?)(\\d{1,3}\\.\\d{1,3}\\S*) .*");

  private BootLines() {}

  /** The command line that a line of the log names. */
  public static Optional<String> commandLine(String line) {
    var match = COMMAND_LINE.matcher(line);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /** The release that a line of the log, or what {@code uname} printed, names. */
  public static Optional<String> release(String line) {
    var match = VERSION.matcher(line);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }
}
