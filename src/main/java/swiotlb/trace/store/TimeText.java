package swiotlb.trace.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Times as people write them, exact to the nanosecond. */
public final class TimeText {
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*(ns|us|µs|ms|s)?");
  private static final List<String> UNITS = List.of("ns", "us", "ms", "s");

  private TimeText() {}

  /**
   * Nanoseconds from a text such as {@code 34us}, {@code 1.2 ms} or {@code 34460}.
   *
   * @throws IllegalArgumentException that says what would be right, if it is no such text, no whole
   *     number of nanoseconds or beyond what a trace can hold
   */
  public static long ns(String text) {
    var match = TIME.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "is " + text + ", not a time; write one such as 34us, 1.2 ms or, in nanoseconds, 34460");
    }
    var unit = match.group(2) == null ? "ns" : match.group(2).replace('µ', 'u');
    try {
      return new BigDecimal(match.group(1))
          .scaleByPowerOfTen(3 * UNITS.indexOf(unit))
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "is " + text + "; write a whole number of nanoseconds below 292 years");
    }
  }

  /** A time in the largest unit of which it is at least one, with all of its digits. */
  public static String of(long ns) {
    var unit = 0;
    for (var rest = Math.abs(ns); rest >= 1000 && unit < UNITS.size() - 1; rest /= 1000) {
      unit++;
    }
    var value = BigDecimal.valueOf(ns).scaleByPowerOfTen(-3 * unit).stripTrailingZeros();
    return value.toPlainString() + " " + UNITS.get(unit);
  }
}
