package swiotlb.figures;

import java.util.Map;
import java.util.TreeMap;

/**
 * The least, the median and the greatest of numbers that come one by one, none of them less than
 * nothing. However many come, memory is bounded: while at most 1024 of them differ all is exact;
 * beyond that the median is known to three digits, and a power of ten takes 900 entries at most.
 */
public final class Spread {
  private static final int EXACT = 1024;
  private static final int DIGITS = 3;

  private TreeMap<Double, Long> counts = new TreeMap<>();
  private boolean isExact = true;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest;
  private long count;

  /** One more number. */
  public void add(double value) {
    add(value, 1);
  }

  /** The same number so many times. */
  public void add(double value, long times) {
    if (times == 0) {
      return;
    }
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
    count += times;
    counts.merge(isExact ? value : rounded(value), times, Long::sum);
    if (isExact && counts.size() > EXACT) {
      isExact = false;
      var all = new TreeMap<Double, Long>();
      counts.forEach((exact, n) -> all.merge(rounded(exact), n, Long::sum));
      counts = all;
    }
  }

  private static double rounded(double value) {
    if (value == 0) {
      return 0;
    }
    var unit = Math.pow(10, Math.floor(Math.log10(value)) - DIGITS + 1);
    return Math.rint(value / unit) * unit;
  }

  /** The least; 0 if none came. */
  public double least() {
    return count == 0 ? 0 : least;
  }

  /** The least one that half of all do not exceed; 0 if none came. */
  public double median() {
    var left = (count + 1) / 2;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      left -= entry.getValue();
      if (left <= 0) {
        return Math.min(greatest, Math.max(least, entry.getKey()));
      }
    }
    return 0;
  }

  /** Whether the median is exact. */
  public boolean isExact() {
    return isExact;
  }

  /** The greatest; 0 if none came. */
  public double greatest() {
    return greatest;
  }
}
