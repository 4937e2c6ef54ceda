package swiotlb.study.explain;

import java.util.Locale;

/**
 * When a line was written.
 *
 * @param bootSeconds time since boot, or NaN
 * @param wallSeconds time of a clock on the wall as far as the line has it (without a year: since
 *     the year's begin), or NaN
 * @param text as it stands in the line; empty where there is none
 */
public record Moment(double bootSeconds, double wallSeconds, String text) {
  /** Where nothing tells. */
  static final Moment UNKNOWN = new Moment(Double.NaN, Double.NaN, "");

  /** So long after boot. */
  static Moment afterBoot(double seconds) {
    return new Moment(seconds, Double.NaN, String.format(Locale.ROOT, "%.6f", seconds));
  }

  /** Whether anything tells when it was. */
  boolean isKnown() {
    return isOfBoot() || isOfWall();
  }

  /** Whether it is told since boot. */
  boolean isOfBoot() {
    return !Double.isNaN(bootSeconds);
  }

  /** Whether a clock on the wall tells it. */
  boolean isOfWall() {
    return !Double.isNaN(wallSeconds);
  }
}
