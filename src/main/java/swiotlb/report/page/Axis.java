package swiotlb.report.page;

import java.util.List;
import java.util.Locale;

/**
 * What numbers of a chart mean.
 *
 * @param title what is measured
 * @param unit of numbers of {@link Measure#NUMBER}; may be empty
 * @param isLogarithmic whether powers of ten stand at equal distances; numbers are positive then
 * @param labels of places 0, 1, … on an axis that has no numbers; else empty
 */
public record Axis(
    String title, Measure measure, String unit, boolean isLogarithmic, List<String> labels) {

  /** What its numbers count. */
  public enum Measure {
    /** What its unit says. */
    NUMBER,
    /** Nanoseconds, shown in the unit that suits them. */
    NANOSECONDS,
    /** Bytes, shown in the unit that suits them. */
    BYTES
  }

  private static final String[] TIMES = {"ns", "us", "ms", "s"};
  private static final String[] SIZES = {"bytes", "KiB", "MiB", "GiB", "TiB"};

  /** Immutable from the start. */
  public Axis {
    labels = List.copyOf(labels);
  }

  /** Numbers in a unit. */
  public static Axis of(String title, String unit) {
    return new Axis(title, Measure.NUMBER, unit, false, List.of());
  }

  /** Durations or moments in nanoseconds. */
  public static Axis time(String title) {
    return new Axis(title, Measure.NANOSECONDS, "", false, List.of());
  }

  /** Places with names. */
  public static Axis of(String title, List<String> labels) {
    return new Axis(title, Measure.NUMBER, "", false, labels);
  }

  /** The same with powers of ten at equal distances. */
  public Axis logarithmic() {
    return new Axis(title, measure, unit, true, labels);
  }

  /** Numbers of an axis in the unit in which people read them. */
  record Scale(double divisor, String unit) {
    /** A number of the axis, to four digits. */
    String shown(double value) {
      if (Double.isNaN(value)) {
        return "\u2013";
      }
      var scaled = value / divisor;
      var digits = scaled == Math.rint(scaled) ? 0 : Math.max(0, 3 - magnitude(scaled));
      var text = String.format(Locale.ROOT, "%." + Math.min(digits, 6) + "f", scaled);
      return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    private static int magnitude(double scaled) {
      return scaled == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(scaled)));
    }

    /** A number with its unit. */
    String withUnit(double value) {
      return unit.isEmpty() ? shown(value) : shown(value) + " " + unit;
    }
  }

  /** For numbers the greatest of which is this one. */
  Scale scale(double greatest) {
    return switch (measure) {
      case NUMBER -> new Scale(1, unit);
      case NANOSECONDS -> scale(greatest, 1000, TIMES);
      case BYTES -> scale(greatest, 1024, SIZES);
    };
  }

  private static Scale scale(double greatest, double base, String... units) {
    var unit = 0;
    var divisor = 1.0;
    while (greatest / divisor >= base && unit < units.length - 1) {
      divisor *= base;
      unit++;
    }
    return new Scale(divisor, units[unit]);
  }

  /** Its title with its unit. */
  String title(Scale scale) {
    return scale.unit().isEmpty() ? title : title + " (" + scale.unit() + ")";
  }
}
