package swiotlb.report;

import java.util.Locale;

/** Sizes and times in the unit in which people read them. */
public final class Quantities {
  private static final String[] SIZES = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  private static final String[] TIMES = {"ns", "us", "ms", "s"};

  private Quantities() {}

  /** A size, exact where it is a whole number of its unit. */
  public static String bytes(long bytes) {
    var unit = 0;
    var value = (double) bytes;
    while (value >= 1024 && unit < SIZES.length - 1) {
      value /= 1024;
      unit++;
    }
    return shown(value, value == Math.rint(value) ? 0 : 1) + " " + SIZES[unit];
  }

  /** A time, to three digits or more; of the greatest one it says that it may have been more. */
  public static String time(long ns) {
    if (ns == Long.MAX_VALUE) {
      return "292 years or more";
    }
    var unit = 0;
    var value = (double) ns;
    while (value >= 1000 && unit < TIMES.length - 1) {
      value /= 1000;
      unit++;
    }
    var digits = unit == 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return shown(value, digits) + " " + TIMES[unit];
  }

  /** So many of a thing, such as "1 area" and "2 areas". */
  public static String count(long n, String thing) {
    return n + " " + thing + (n == 1 ? "" : "s");
  }

  private static String shown(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
