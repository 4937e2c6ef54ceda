package swiotlb.cli.measure;

import java.util.Locale;
import java.util.Optional;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.Verdict;
import swiotlb.report.Quantities;
import swiotlb.study.measure.Metric;

/** Numbers of measurements as people read them. */
final class Shown {
  /** Where there is no number. */
  static final String NONE = "-";

  private Shown() {}

  /** A value of a metric, with its unit where it has one that is not its name. */
  static String value(Metric metric, double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    return switch (metric) {
      case THROUGHPUT -> "%s MiB/s".formatted(number(value));
      case P50_MAP, P99_MAP, P999_MAP, MAX_MAP -> Quantities.time(Math.round(value));
      default -> number(value);
    };
  }

  /** To four digits, whole ones whole. */
  private static String number(double value) {
    var size = Math.abs(value);
    var digits =
        value == Math.rint(value) && size < 1e15
            ? 0
            : size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /** A part in percent, with its sign. */
  static String difference(double part) {
    return Double.isFinite(part) ? (part > 0 ? "+" : "") + Verdict.percent(part) + " %" : NONE;
  }

  /** A part in percent. */
  static String percent(double part) {
    return Double.isFinite(part) ? Verdict.percent(part) + " %" : NONE;
  }

  static String differences(Optional<Interval> interval) {
    return interval.map(i -> difference(i.low()) + " to " + difference(i.high())).orElse(NONE);
  }

  static String values(Metric metric, Optional<Interval> interval) {
    return interval
        .map(i -> value(metric, i.low()) + " to " + value(metric, i.high()))
        .orElse(NONE);
  }

  static String effect(double effect) {
    return Double.isFinite(effect) ? String.format(Locale.ROOT, "%.2f", effect) : NONE;
  }

  static String pValue(double p) {
    return Double.isNaN(p) ? NONE : p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  /** A confidence in percent. */
  static String confidence(double confidence) {
    var text = String.format(Locale.ROOT, "%.2f", 100 * confidence);
    return text.replaceAll("\\.?0+$", "") + " %";
  }
}
