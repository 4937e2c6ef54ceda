package swiotlb.trace.life;

import java.util.List;
import java.util.Locale;
import swiotlb.trace.store.TimeText;

/** Figures and reasons as sentences say them. */
public final class Phrases {
  private static final long NS_PER_DIGITS = 1000;
  private static final String[] FAILURES = {
    "NO_MEMORY", "the allocator has no slots at all",
    "TOO_LARGE", "it is larger than a slot set, padding included",
    "NO_FREE_RUN", "no area has a long enough free run, and the allocator may not grow",
    "NO_ACCEPTABLE_START", "no free run begins where the device accepts it",
    "LENT", "what was free is lent and could not be had back, and the allocator may not grow",
    "TRANSIENT_REFUSED", "no pages could be had for a transient pool",
    "TRANSIENT_DOES_NOT_FIT", "it does not fit the pages that were had for a transient pool",
    "NOT_REACHABLE", "it lies where the device does not reach"
  };

  private Phrases() {}

  /** To four digits or so: 3.987 ms, 34.16 us. */
  static String time(long ns) {
    var unit = 1L;
    while (Math.abs(ns) / unit >= NS_PER_DIGITS * NS_PER_DIGITS) {
      unit *= NS_PER_DIGITS;
    }
    return TimeText.of(unit == 1 ? ns : Math.round(ns / (double) unit) * unit);
  }

  static String bytes(long bytes) {
    return bytes % 1024 == 0 && bytes > 0 ? bytes / 1024 + " KiB" : bytes + " bytes";
  }

  /** How many there are of something: 1 slot, 2 slots. */
  public static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }

  /** One more part of a time, unless there was none. */
  static void cost(List<String> words, String what, long ns) {
    if (ns > 0) {
      words.add(time(ns) + " " + what);
    }
  }

  /** Why a mapping failed, by the name that messages give the reason. */
  static String inWords(String failure) {
    for (var i = 0; i < FAILURES.length; i += 2) {
      if (FAILURES[i].equals(failure)) {
        return FAILURES[i + 1];
      }
    }
    return failure.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
