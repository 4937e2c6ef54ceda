package swiotlb.figures;

/**
 * Sums that never turn negative: what is beyond a {@code long} stays at {@link Long#MAX_VALUE},
 * which stands for that much or more (of nanoseconds: 292 years).
 */
public final class Sums {
  private Sums() {}

  /** Both together, neither of them less than nothing. */
  public static long plus(long a, long b) {
    var sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** So many times something, neither of them less than nothing. */
  public static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }
}
