package swiotlb.workload.fio;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A number as fio 3.33 reads it, which is seldom refused: what fio does not understand it drops.
 *
 * @param value bytes, microseconds, or how many
 * @param isAsWritten whether it is what somebody who wrote it would expect
 */
record FioNumber(long value, boolean isAsWritten) {
  private static final int MOST_DIGITS = 18;

  private static final Map<String, Long> TIMES =
      Map.of(
          "us",
          1L,
          "usec",
          1L,
          "ms",
          1_000L,
          "msec",
          1_000L,
          "s",
          1_000_000L,
          "m",
          60_000_000L,
          "h",
          3_600_000_000L,
          "d",
          86_400_000_000L);

  private static final String POWERS = "kmgtp";
  private static final Set<String> BINARY_ENDS = Set.of("", "b", "i");

  /**
   * A size or a plain number: {@code 4k}, {@code 4kb} and {@code 4ki} are 4096, {@code 4kib} is
   * 4000; where blanks or a point stand before the unit it is lost.
   *
   * @return empty if fio refuses it
   */
  static Optional<FioNumber> ofBytes(String text) {
    return digits(text).flatMap(Digits::bytes);
  }

  /**
   * A time in microseconds.
   *
   * @param perUnit what a number without a unit counts, in microseconds
   * @return empty if fio refuses it
   */
  static Optional<FioNumber> ofMicros(String text, long perUnit) {
    return digits(text).flatMap(digits -> digits.micros(perUnit));
  }

  /** A number and what stands behind it, if anything stands there that fio looks at. */
  private record Digits(long value, String rest, boolean isSeen) {
    Optional<FioNumber> bytes() {
      var unit = rest.toLowerCase(Locale.ROOT);
      var power = isSeen && !unit.isEmpty() ? POWERS.indexOf(unit.charAt(0)) + 1 : 0;
      if (power == 0) {
        return of(1, unit.isEmpty() || (isSeen && "b".equals(unit)));
      }
      var isDecimal = unit.startsWith("ib", 1);
      var factor = 1L;
      for (var i = 0; i < power; i++) {
        factor *= isDecimal ? 1000 : 1024;
      }
      return of(factor, BINARY_ENDS.contains(unit.substring(1)));
    }

    Optional<FioNumber> micros(long perUnit) {
      if (rest.isEmpty()) {
        return of(perUnit, true);
      }
      var known = isSeen ? TIMES.get(rest.toLowerCase(Locale.ROOT)) : null;
      var isWord = isSeen && Character.isLetter(rest.charAt(0));
      return of(known != null ? known : isWord ? 1 : perUnit, known != null);
    }

    private Optional<FioNumber> of(long factor, boolean isAsWritten) {
      return value > Long.MAX_VALUE / factor
          ? Optional.empty()
          : Optional.of(new FioNumber(value * factor, isAsWritten));
    }
  }

  private static Optional<Digits> digits(String text) {
    var number = text.stripLeading();
    var radix = number.startsWith("0x") || number.startsWith("0X") ? 16 : 10;
    var from = radix == 16 ? 2 : number.startsWith("+") ? 1 : 0;
    var to = from;
    while (to < number.length() && Character.digit(number.charAt(to), radix) >= 0) {
      to++;
    }
    if (to == from || to - from > MOST_DIGITS - (radix == 16 ? 3 : 0)) {
      return Optional.empty();
    }
    var value = Long.parseLong(number.substring(from, to), radix);
    var rest = number.substring(to).stripTrailing();
    // fio looks for the unit behind the decimal digits with which the text begins.
    var isSeen = radix == 10 && number.length() == text.length();
    return Optional.of(new Digits(value, rest, isSeen));
  }
}
