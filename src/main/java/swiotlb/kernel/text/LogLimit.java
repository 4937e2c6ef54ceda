package swiotlb.kernel.text;

import java.util.OptionalLong;

/**
 * How often the kernel says the same: of the lines of one call site at most ten in five seconds. A
 * window begins with the first line; the first line behind its end begins the next one, and says
 * before it how many were left out. A line of an earlier time counts to the present window. From
 * {@code kernel-releases.md}, section 3.
 */
public final class LogLimit {
  private final int lines;
  private final long windowNs;
  private boolean hasBegun;
  private long beganNs;
  private int written;
  private long leftOut;

  /** The usual one. */
  public LogLimit() {
    this(10, 5_000_000_000L);
  }

  /**
   * Another one.
   *
   * @param lines that are written in a window
   */
  public LogLimit(int lines, long windowNs) {
    this.lines = lines;
    this.windowNs = windowNs;
  }

  /**
   * A line comes.
   *
   * @return how many were left out before it, if that is to be said now
   */
  public OptionalLong leftOutBefore(long nowNs) {
    if (hasBegun && nowNs - beganNs <= windowNs) {
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
    if (written < lines) {
      written++;
      return true;
    }
    leftOut++;
    return false;
  }
}
