package swiotlb.figures.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** A comparison in words, which claim no more than its interval does. */
public final class Verdict {
  private static final int MOST_DIGITS = 6;

  private Verdict() {}

  /**
   * Such as "faster by 3 to 5 %", or "no difference that 20 replications could show: under 1 %".
   * Ends are rounded away from each other, so that more is never said than is known.
   */
  public static String of(PairedComparison comparison, Direction direction) {
    return switch (comparison.finding()) {
      case HIGHER -> direction.higher() + " by " + range(comparison) + " %";
      case LOWER -> direction.lower() + " by " + range(comparison) + " %";
      case UNDECIDED ->
          "no difference that %s could show: under %s %%"
              .formatted(replications(comparison.pairs()), under(comparison));
      case EQUAL -> "no difference: the same in each of " + replications(comparison.pairs());
      case FIXED ->
          "%s by %s %%: the same in each of %s"
              .formatted(
                  comparison.relativeDifference() > 0 ? direction.higher() : direction.lower(),
                  percent(Math.abs(comparison.relativeDifference())),
                  replications(comparison.pairs()));
      case TOO_FEW ->
          "nothing can be said of %s: it takes at least %d"
              .formatted(replications(comparison.pairs()), PairedComparison.LEAST_PAIRS);
      case NO_BASE ->
          "nothing can be said in percent: the base is zero, or cannot be told from it (mean %s beside %s)"
              .formatted(number(comparison.base().mean()), number(comparison.other().mean()));
      case NO_FIGURE -> "nothing can be said: a replication has no figure";
    };
  }

  private static String replications(int n) {
    return n + (n == 1 ? " replication" : " replications");
  }

  /** With so many digits that both ends can be told apart, and neither is zero. */
  private static String range(PairedComparison comparison) {
    var interval = comparison.interval().orElseThrow();
    var near = 100 * Math.min(Math.abs(interval.low()), Math.abs(interval.high()));
    var far = 100 * interval.bound();
    for (var digits = 0; digits < MOST_DIGITS; digits++) {
      var from = rounded(near, digits, RoundingMode.DOWN);
      var to = rounded(far, digits, RoundingMode.UP);
      var step = Math.pow(10, -digits);
      if (from.signum() > 0 && step <= Math.max(far - near, near / 1000)) {
        return from.compareTo(to) == 0
            ? from.toPlainString()
            : from.toPlainString() + " to " + to.toPlainString();
      }
    }
    return "less than " + rounded(far, MOST_DIGITS, RoundingMode.UP).toPlainString();
  }

  /** The least number of one digit, or two from 10 on, that the interval does not reach. */
  private static String under(PairedComparison comparison) {
    var bound = 100 * comparison.interval().orElseThrow().bound();
    for (var digits = 0; digits < MOST_DIGITS; digits++) {
      if (bound >= Math.pow(10, -digits)) {
        return rounded(bound, digits, RoundingMode.UP).toPlainString();
      }
    }
    return rounded(bound, MOST_DIGITS, RoundingMode.UP).toPlainString();
  }

  private static BigDecimal rounded(double value, int digits, RoundingMode mode) {
    return new BigDecimal(value).setScale(digits, mode);
  }

  /** A part as percent, to three digits. */
  public static String percent(double part) {
    var value = 100 * part;
    var size = Math.abs(value);
    var digits = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value);
  }
}
