package swiotlb.cli.advise;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import swiotlb.report.Quantities;
import swiotlb.study.advise.Judged;

/** Numbers of advice as people read them. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(3);

  private Numbers() {}

  /** A value of an objective. */
  static String shown(String name, double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    return switch (name) {
      case Judged.P99_MAP -> Quantities.time(Math.round(value));
      case Judged.TRANSIENT_SHARE -> percent(value);
      default -> number(value);
    };
  }

  static String percent(double part) {
    return number(100 * part) + " %";
  }

  /** To three digits, whole ones whole. */
  static String number(double value) {
    if (value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%.0f", value);
    }
    var rounded = new BigDecimal(value).round(DIGITS);
    return rounded
        .setScale(Math.max(0, rounded.scale()), RoundingMode.UNNECESSARY)
        .stripTrailingZeros()
        .toPlainString();
  }
}
