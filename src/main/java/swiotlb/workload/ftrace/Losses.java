package swiotlb.workload.ftrace;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What recorders say of lines that are not there. The kernel's own text says it in its header, its
 * pipe and trace-cmd before the next line of that CPU, trace-cmd's stream once more at the end,
 * perf by a line of its own. Not thread-safe.
 */
final class Losses {
  private static final Pattern WITHIN =
      Pattern.compile(
          "CPU:(\\d{1,5}) \\[(?:LOST (\\d{1,12}) EVENTS|(\\d{1,12}) EVENTS DROPPED)\\]");
  private static final Pattern WITHIN_UNCOUNTED =
      Pattern.compile("CPU:(\\d{1,5}) \\[(?:LOST EVENTS|EVENTS DROPPED)\\]");
  private static final Pattern AT_THE_END =
      Pattern.compile("CPU:? ?(\\d{1,5}): (\\d{1,12}) events lost");
  private static final Pattern PERF =
      Pattern.compile(".*PERF_RECORD_LOST(?:_SAMPLES)? (?:lost )?(\\d{1,12}).*");
  private static final Pattern WRITTEN =
      Pattern.compile("# entries-in-buffer/entries-written: *(\\d{1,18})/(\\d{1,18})\\b.*");

  /** Of lines that do not name a CPU. */
  static final int NO_CPU = -1;

  /** Of lines that tell of nothing missing at their place. */
  static final int NOT_HERE = -2;

  private final Map<Integer, Long> within = new TreeMap<>();
  private final Map<Integer, Long> atTheEnd = new TreeMap<>();
  private boolean uncounted;
  private long inHeader;

  /**
   * Reads a line that may tell of losses.
   *
   * @return the CPU whose lines are missing at this place, {@link #NO_CPU} if it is not named, or
   *     {@link #NOT_HERE} if none are
   */
  int read(String text) {
    if (!maySaySo(text)) {
      return NOT_HERE;
    }
    var line = text.strip();
    var header = WRITTEN.matcher(line);
    if (header.matches()) {
      inHeader += Math.max(0, Long.parseLong(header.group(2)) - Long.parseLong(header.group(1)));
      return NOT_HERE;
    }
    var lost = WITHIN.matcher(line);
    if (lost.matches()) {
      var count = lost.group(2) == null ? lost.group(3) : lost.group(2);
      var cpu = Integer.parseInt(lost.group(1));
      within.merge(cpu, Long.parseLong(count), Long::sum);
      return cpu;
    }
    var some = WITHIN_UNCOUNTED.matcher(line);
    if (some.matches()) {
      uncounted = true;
      return Integer.parseInt(some.group(1));
    }
    var end = AT_THE_END.matcher(line);
    if (end.matches()) {
      atTheEnd.merge(Integer.parseInt(end.group(1)), Long.parseLong(end.group(2)), Math::max);
      return NOT_HERE;
    }
    var perf = PERF.matcher(line);
    if (perf.matches()) {
      within.merge(NO_CPU, Long.parseLong(perf.group(1)), Long::sum);
      return NO_CPU;
    }
    return NOT_HERE;
  }

  /** Whether a line is one of these, and nothing else. */
  boolean isOne(String text) {
    if (!maySaySo(text)) {
      return false;
    }
    var line = text.strip();
    return WITHIN.matcher(line).matches()
        || WITHIN_UNCOUNTED.matcher(line).matches()
        || AT_THE_END.matcher(line).matches()
        || PERF.matcher(line).matches();
  }

  /** Almost no line does, and recordings are long. */
  private static boolean maySaySo(String text) {
    return text.contains("LOST")
        || text.contains("EVENTS")
        || text.contains(" lost")
        || text.contains("# entries-");
  }

  /** Lines that were lost; a CPU's sum at the end repeats what stood between its lines. */
  long count() {
    var sum = inHeader;
    for (var lost : within.entrySet()) {
      sum += Math.max(lost.getValue(), atTheEnd.getOrDefault(lost.getKey(), 0L));
    }
    for (var end : atTheEnd.entrySet()) {
      if (!within.containsKey(end.getKey())) {
        sum += end.getValue();
      }
    }
    return sum;
  }

  /** Whether the end of the recording tells of losses that nothing between its lines tells of. */
  boolean isAnywhere() {
    return atTheEnd.entrySet().stream()
        .anyMatch(end -> end.getValue() > within.getOrDefault(end.getKey(), 0L));
  }

  /** Whether more was lost than was counted. */
  boolean isUncounted() {
    return uncounted;
  }
}
