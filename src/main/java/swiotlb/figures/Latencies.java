package swiotlb.figures;

import org.HdrHistogram.Histogram;

/**
 * Durations in nanoseconds, to three digits. Not thread-safe while it is filled; a {@link #copy} is
 * handed on and left alone.
 */
public final class Latencies {
  private static final int DIGITS = 3;
  private final Histogram histogram;

  /** No durations yet. */
  public Latencies() {
    this(new Histogram(DIGITS));
  }

  private Latencies(Histogram histogram) {
    this.histogram = histogram;
  }

  /** One more duration; less than nothing counts as nothing. */
  public void record(long ns) {
    histogram.recordValue(Math.max(0, ns));
  }

  /** All durations of another set as well. */
  public void add(Latencies other) {
    histogram.add(other.histogram);
  }

  /** The same durations, apart from these from now on. */
  public Latencies copy() {
    return new Latencies(histogram.copy());
  }

  /** How many durations. */
  public long count() {
    return histogram.getTotalCount();
  }

  /** The duration that a percentage of all do not exceed; 0 if there are none. */
  public long percentile(double percent) {
    return count() == 0 ? 0 : histogram.getValueAtPercentile(percent);
  }

  /** The longest. */
  public long max() {
    return histogram.getMaxValue();
  }

  /** What is behind it, which is not to be changed. */
  Histogram histogram() {
    return histogram;
  }

  @Override
  public String toString() {
    return "count=%d p50=%d p99=%d max=%d"
        .formatted(count(), percentile(50), percentile(99), max());
  }
}
