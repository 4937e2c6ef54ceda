package swiotlb.study.vary;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A number as settings have it: plain, a size or a time.
 *
 * @param amount plain, in bytes, or in nanoseconds
 * @param unit in which it was written
 */
record Quantity(BigDecimal amount, Unit unit) {
  /** Fifteen digits of each side are more than any setting takes. */
  private static final Pattern WRITTEN =
      Pattern.compile("([+-]?[0-9]{1,18}(?:\\.[0-9]{1,15})?)[ \\t]*([A-Za-zµ]{0,12})");

  /** What it counts. */
  enum Kind {
    PLAIN,
    SIZE,
    TIME
  }

  /**
   * A unit.
   *
   * @param factor bytes or nanoseconds of one
   */
  record Unit(String name, Kind kind, BigDecimal factor) {}

  private static final Map<String, Unit> UNITS = new LinkedHashMap<>();

  private static void unit(String name, Kind kind, long factor) {
    UNITS.put(name, new Unit(name, kind, BigDecimal.valueOf(factor)));
  }

  static {
    unit("", Kind.PLAIN, 1);
    unit("B", Kind.SIZE, 1);
    unit("KiB", Kind.SIZE, 1L << 10);
    unit("MiB", Kind.SIZE, 1L << 20);
    unit("GiB", Kind.SIZE, 1L << 30);
    unit("TiB", Kind.SIZE, 1L << 40);
    unit("kB", Kind.SIZE, 1000);
    unit("MB", Kind.SIZE, 1_000_000);
    unit("GB", Kind.SIZE, 1_000_000_000);
    unit("ns", Kind.TIME, 1);
    unit("us", Kind.TIME, 1000);
    unit("µs", Kind.TIME, 1000);
    unit("ms", Kind.TIME, 1_000_000);
    unit("s", Kind.TIME, 1_000_000_000);
  }

  /** The units that ranges know, for people. */
  static final String KNOWN = "B, KiB, MiB, GiB, TiB, kB, MB, GB, ns, us, ms, s";

  /** A text as a number; absent if it is none, or has a unit that is not known. */
  static Optional<Quantity> of(String text) {
    var written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      return Optional.empty();
    }
    var unit = UNITS.get(written.group(2));
    return unit == null
        ? Optional.empty()
        : Optional.of(new Quantity(new BigDecimal(written.group(1)).multiply(unit.factor), unit));
  }

  /** Equal for texts that mean the same number, and for the same texts. */
  static Object meantBy(String text) {
    return of(text)
        .<Object>map(number -> List.of(number.unit.kind, number.amount.stripTrailingZeros()))
        .orElse(text);
  }

  /** Another amount of the same kind. */
  Quantity withAmount(BigDecimal other) {
    return new Quantity(other, unit);
  }

  /** As a scenario has it: in the unit in which it was written, or else in one that is whole. */
  String text() {
    var parts = amount.divideAndRemainder(unit.factor);
    if (parts[1].signum() == 0 || unit.kind == Kind.PLAIN) {
      var number = unit.kind == Kind.PLAIN ? amount : parts[0];
      return plain(number) + (unit.name.isEmpty() ? "" : " " + unit.name);
    }
    return smaller();
  }

  private String smaller() {
    var best = "";
    var largest = BigDecimal.ZERO;
    for (var other : UNITS.values()) {
      var isWhole = amount.remainder(other.factor).signum() == 0;
      if (other.kind == unit.kind && isWhole && other.factor.compareTo(largest) > 0) {
        largest = other.factor;
        best = plain(amount.divide(other.factor)) + " " + other.name;
      }
    }
    return best.isEmpty() ? plain(amount) + (unit.kind == Kind.SIZE ? " B" : " ns") : best;
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
