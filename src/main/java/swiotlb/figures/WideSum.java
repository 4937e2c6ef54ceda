package swiotlb.figures;

import java.math.BigInteger;

/**
 * A sum of products that may be beyond a {@code long}, such as slots times the time for which they
 * are held: half a million slots reach that within six hours. Exact. Not thread-safe.
 */
public final class WideSum {
  private long high;
  private long low;

  /** Adds so many times something. */
  public void addProduct(long a, long b) {
    var product = a * b;
    var sum = low + product;
    var carry = Long.compareUnsigned(sum, low) < 0 ? 1 : 0;
    high += Math.multiplyHigh(a, b) + carry;
    low = sum;
  }

  /** What it has come to: a {@code Long} where it fits, else a {@link BigInteger}. */
  public Number value() {
    return high == low >> 63
        ? (Number) low
        : BigInteger.valueOf(high)
            .shiftLeft(Long.SIZE)
            .add(BigInteger.valueOf(low >>> 1).shiftLeft(1))
            .add(BigInteger.valueOf(low & 1));
  }
}
