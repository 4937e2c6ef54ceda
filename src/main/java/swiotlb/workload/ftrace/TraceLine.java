package swiotlb.workload.ftrace;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line that a recorder printed of an event: the kernel's own text, plain or in its latency form;
 * trace-cmd's report, with or without flags, differences of times and interrupts; perf's script.
 *
 * @param context whether it was written in interrupt context or with interrupts off
 * @param timeNs on the clock of the recording
 * @param hasSeconds whether that clock counts time, not events or cycles
 * @param rest what follows the name of the event
 */
record TraceLine(
    int cpu, Context context, long timeNs, boolean hasSeconds, String event, String rest) {

  /** Where a line was written. */
  enum Context {
    PROCESS,
    INTERRUPT,
    /** The recorder did not print the flags that tell. */
    UNKNOWN
  }

  /** One more than the highest number of a CPU that Linux can be built for on x86. */
  static final int MOST_CPUS = 8192;

  private static final String TIME =
      "(?:(?<seconds>\\d{1,9})\\.(?<fraction>\\d{6,9})|(?<micros>\\d{1,15})us *[!+#*@$ ]?|(?<ticks>\\d{1,18}))";

  private static final String DIFFERENCE = "(?: *\\(\\+?\\d[\\d.]*\\))?";

  private static final String EVENT =
      " +"
          + TIME
          + DIFFERENCE
          + ":"
          + DIFFERENCE
          + "(?: +\\d{1,18})?"
          + " +(?:[a-z_0-9]{1,40}:)?"
          + "(?<event>[A-Za-z_0-9]{1,64}):(?: ++(?<rest>.*))?";

  /** A task with its number, maybe its group, the CPU in brackets, maybe flags. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:.*?[- ]-?\\d+(?:/\\d+)?(?: +\\( *(?:\\d+|-+)\\))?)? *+\\[(?<cpu>\\d{1,5})\\](?: +(?<flags>[^ .\\d][^ ]{3,5}|\\.[^ ]{3,5}))?"
              + EVENT);

  /** The CPU stands before its flags, without brackets. */
  private static final Pattern LATENCY_HEAD =
      Pattern.compile(".*?-\\d+ +(?<cpu>\\d{1,5})(?<flags>[^ \\d][^ ]{3,5})" + EVENT);

  /** Reads a line; null if no recorder prints it. */
  static @Nullable TraceLine parse(String text) {
    for (var head : new Pattern[] {HEAD, LATENCY_HEAD}) {
      var match = head.matcher(text);
      if (match.matches()) {
        var cpu = Integer.parseInt(match.group("cpu"));
        if (cpu >= MOST_CPUS) {
          return null;
        }
        var rest = match.group("rest");
        return new TraceLine(
            cpu,
            context(match.group("flags")),
            time(
                match.group("seconds"),
                match.group("fraction"),
                match.group("micros"),
                match.group("ticks")),
            match.group("ticks") == null,
            match.group("event"),
            rest == null ? "" : rest);
      }
    }
    return null;
  }

  /** Whether in interrupt context; not where nobody knows. */
  boolean interrupt() {
    return context == Context.INTERRUPT;
  }

  private static long time(
      @Nullable String seconds,
      @Nullable String fraction,
      @Nullable String micros,
      @Nullable String ticks) {
    if (seconds != null && fraction != null) {
      return Long.parseLong(seconds) * 1_000_000_000L
          + Long.parseLong(fraction + "000".substring(fraction.length() - 6));
    }
    return micros != null
        ? Long.parseLong(micros) * 1000
        : Long.parseLong(ticks == null ? "0" : ticks);
  }

  /** Interrupts off is the first flag; hard or soft interrupt the third. */
  private static Context context(@Nullable String flags) {
    if (flags == null) {
      return Context.UNKNOWN;
    }
    return flags.charAt(0) != '.' || flags.charAt(2) != '.' ? Context.INTERRUPT : Context.PROCESS;
  }
}
