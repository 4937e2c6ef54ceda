package swiotlb.figures;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
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

  /** All of them, as HdrHistogram packs them. */
  public byte[] bytes() {
    var buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    return Arrays.copyOf(buffer.array(), histogram.encodeIntoCompressedByteBuffer(buffer));
  }

  /**
   * Those that {@link #bytes} gave.
   *
   * @throws IllegalArgumentException if these are none
   */
  public static Latencies read(byte[] bytes) {
    try {
      var read = new Histogram(DIGITS);
      read.add(Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0));
      return new Latencies(read);
    } catch (DataFormatException | RuntimeException e) {
      throw new IllegalArgumentException("no latencies", e);
    }
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
