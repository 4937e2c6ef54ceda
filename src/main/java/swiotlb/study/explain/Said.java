package swiotlb.study.explain;

import java.util.Locale;
import swiotlb.kernel.slot.Slots;
import swiotlb.report.Quantities;

/** Quantities as sentences about a log have them. */
final class Said {
  private static final double MINUTES_FROM = 120;
  private static final double HOURS_FROM = 7200;

  private static final int EXACT = 1024;

  private Said() {}

  static String formatted(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A size; exact, since a byte more or less may decide. */
  static String bytes(long bytes) {
    return bytes % EXACT == 0 ? Quantities.bytes(bytes) : Quantities.count(bytes, "byte");
  }

  /** Slots and what that is. */
  static String slots(long slots) {
    var count = Quantities.count(slots, "slot");
    return slots > Long.MAX_VALUE >> Slots.SLOT_SHIFT
        ? count
        : formatted("%s (%s)", count, bytes(Slots.toBytes(slots)));
  }

  static String percent(double part) {
    return formatted("%.0f %%", 100 * part);
  }

  /** Seconds as people say them. */
  static String seconds(double seconds) {
    return seconds < MINUTES_FROM
        ? formatted("%.1f s", seconds)
        : seconds < HOURS_FROM
            ? formatted("%.0f minutes", seconds / 60)
            : formatted("%.1f hours", seconds / 3600);
  }
}
