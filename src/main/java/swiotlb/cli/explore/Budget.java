package swiotlb.cli.explore;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * For how long to explore.
 *
 * @param schedules at most
 * @param timeNs at most; 0: any
 */
record Budget(long schedules, long timeNs) {
  /** Where time is the limit. */
  private static final long MOST = 1_000_000_000;

  private static final Map<String, TimeUnit> UNITS =
      Map.of("s", TimeUnit.SECONDS, "m", TimeUnit.MINUTES, "h", TimeUnit.HOURS);
  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}) ?([smh]?)");

  /**
   * How much of it is used up, from 0; all of it at 1.
   *
   * @param count schedules so far
   * @param tookNs time so far
   */
  double done(long count, long tookNs) {
    return timeNs > 0 ? (double) tookNs / timeNs : (double) count / schedules;
  }

  /** Reads it, such as 10000 or 60s. */
  static final class Converter implements ITypeConverter<Budget> {
    @Override
    public Budget convert(String text) {
      var form = FORM.matcher(text.replace("_", ""));
      var number = form.matches() ? Long.parseLong(form.group(1)) : 0;
      if (number < 1 || number > MOST) {
        throw new TypeConversionException(
            "'%s' is no budget; one is a number of schedules from 1 to %,d, or a time such as 60s, 10m, 1h"
                .formatted(text, MOST));
      }
      var unit = UNITS.get(form.group(2));
      return unit == null ? new Budget(number, 0) : new Budget(MOST, unit.toNanos(number));
    }
  }
}
