package swiotlb.kernel.text;

import java.util.OptionalLong;

/**
 * How often the kernel says the same: of the lines of one call site at most ten in five seconds. A
 * window begins with the first line; the first line behind its end begins the next one, and says
 * before it how many were left out. Lines come in the order of time. From {@code
 * kernel-releases.md}, section 3.
 */
public final class LogLimit {
  private static final int LINES = 10;
  private static final long WINDOW_NS = 5_000_000_000L;

  private boolean hasBegun;
  private long beganNs;
  private int written;
  private long leftOut;

  /**
   * A line comes.
   *
   * @return how many were left out before it, if that is to be said now
   */
  public OptionalLong leftOutBefore(long nowNs) {
    if (hasBegun && nowNs - beganNs <= WINDOW_NS) {
      return OptionalLong.empty();
    }
    var told = leftOut;
    hasBegun = true;
    beganNs = nowNs;
    written = 0;
    leftOut = 0;
    return told == 0 ? OptionalLong.empty() : OptionalLong.of(told);
  }

  /** Whether that line is written; to be asked once, after {@link #leftOutBefore}. */
  public boolean writes() {
    if (written < LINES) {
      written++;
      return true;
    }
    leftOut++;
    return false;
  }
}
