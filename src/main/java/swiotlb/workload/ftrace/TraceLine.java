package swiotlb.workload.ftrace;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of ftrace text.
 *
 * @param interrupt whether it was written in interrupt context or with interrupts off
 * @param timeNs on the clock of the recording
 * @param rest what follows the name of the event
 */
record TraceLine(int cpu, boolean interrupt, long timeNs, String event, String rest) {
  private static final Pattern HEAD =
      Pattern.compile(
          ".*-\\d+ +(?:\\( *(?:\\d+|-+)\\) +)?\\[(\\d{1,5})\\] +(?:([^ ]{4,6}) +)?(\\d{1,9})\\.(\\d{6,9}): "
              + "([A-Za-z_0-9]{1,64}): ++(.*)");

  /** Reads a line; null if it is none of ftrace's. */
  static @Nullable TraceLine parse(String text) {
    var match = HEAD.matcher(text);
    if (!match.matches()) {
      return null;
    }
    var fraction = match.group(4) + "000".substring(match.group(4).length() - 6);
    var timeNs = Long.parseLong(match.group(3)) * 1_000_000_000L + Long.parseLong(fraction);
    return new TraceLine(
        Integer.parseInt(match.group(1)),
        isInterrupt(match.group(2)),
        timeNs,
        match.group(5),
        match.group(6));
  }

  /** Interrupts off is the first flag; hard or soft interrupt the third. */
  private static boolean isInterrupt(@Nullable String flags) {
    return flags != null && (flags.charAt(0) != '.' || flags.charAt(2) != '.');
  }
}
