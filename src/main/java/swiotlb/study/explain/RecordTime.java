package swiotlb.study.explain;

import java.util.regex.Pattern;

/**
 * The time of a record that a journal or dmesg prints over several lines ({@code -o export}, {@code
 * -o json-pretty}, {@code dmesg -J}): it stands in a line of its own before what is said. Not
 * thread-safe.
 */
final class RecordTime {
  private static final Pattern BOOT =
      Pattern.compile("\\s{0,40}\"?__MONOTONIC_TIMESTAMP\"? ?[=:] ?\"?(\\d{1,17})\"?,?\\s{0,4}");
  private static final Pattern OF_DMESG =
      Pattern.compile("\\s{0,40}\"time\": {0,20}(\\d{1,10}\\.\\d{1,9}),?\\s{0,4}");
  private static final double MICRO = 1e6;
  private static final int MOST_LINE = 120;

  private Moment moment = Moment.UNKNOWN;

  /** Whether a line is the time of what follows, which is kept. */
  boolean hear(String raw) {
    if (raw.length() > MOST_LINE || !(raw.contains("_TIMESTAMP") || raw.contains("\"time\""))) {
      return false;
    }
    var boot = BOOT.matcher(raw);
    if (boot.matches()) {
      moment = Moment.afterBoot(Long.parseLong(boot.group(1)) / MICRO);
      return true;
    }
    var dmesg = OF_DMESG.matcher(raw);
    if (dmesg.matches()) {
      moment = Moment.afterBoot(Double.parseDouble(dmesg.group(1)));
      return true;
    }
    return false;
  }

  /** The line with the time of its record, if it has none of its own; no other line has it. */
  LogLine of(LogLine line) {
    if (!moment.isKnown() || line.moment().isKnown()) {
      return line;
    }
    var timed = line.at(moment);
    moment = Moment.UNKNOWN;
    return timed;
  }
}
