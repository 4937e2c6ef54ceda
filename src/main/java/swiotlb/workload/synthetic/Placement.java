package swiotlb.workload.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.workload.Buffer;
import swiotlb.workload.Direction;
import swiotlb.workload.DriverSpec;
import swiotlb.workload.JobSpec;

/**
 * Where the buffers of requests lie, and how they are cut: anywhere in the machine's memory, drawn
 * for each physically contiguous piece. Not thread-safe.
 */
public final class Placement {
  private static final long LOWEST_BUFFER = 1L << 20;
  private static final long SMALL_BUFFER_ALIGN = 64;

  private final JobSpec job;
  private final DriverSpec driver;
  private final SplittableRandom random;
  private final MemoryLayout memory;

  /** Places drawn from a stream of random numbers. */
  public Placement(JobSpec job, DriverSpec driver, SplittableRandom random, MemoryLayout memory) {
    this.job = job;
    this.driver = driver;
    this.random = random;
    this.memory = memory;
  }

  /**
   * A list of buffers that is large enough for any request of a job, to be filled by {@link
   * #place}.
   */
  public static List<Buffer> buffersFor(JobSpec job, DriverSpec driver) {
    var buffers = new ArrayList<Buffer>();
    for (var i = 0; i < mostBuffers(job, driver); i++) {
      buffers.add(new Buffer());
    }
    return List.copyOf(buffers);
  }

  /** Most buffers that a request of a job has. */
  public static int mostBuffers(JobSpec job, DriverSpec driver) {
    if (job.isTimed()) {
      return 1;
    }
    var ends = isInTwoSteps(job, driver) ? 3 : 1;
    var pieces = pieces(job, driver, job.largestBlock());
    return (int) (ends * pieces + driver.extraBuffers().size());
  }

  private static boolean isInTwoSteps(JobSpec job, DriverSpec driver) {
    return driver.granuleBytes() > 1 && !job.isCoherent();
  }

  /** What is mapped is cut where the device wants it, coherent memory is allocated whole. */
  private static long largestPiece(JobSpec job, DriverSpec driver) {
    return job.isCoherent() ? job.largestBlock() : driver.maxSegmentBytes();
  }

  private static long pieces(JobSpec job, DriverSpec driver, long bytes) {
    var run =
        job.buffers().segmentBytes() == 0 ? bytes : Math.min(bytes, job.buffers().segmentBytes());
    var whole = bytes / run;
    var rest = bytes % run;
    var most = largestPiece(job, driver);
    return whole * ((run + most - 1) / most) + (rest + most - 1) / most;
  }

  /**
   * The buffers of a request: those that the driver adds, then its data.
   *
   * @param into filled from the first one on
   * @return how many are filled
   */
  public int place(long bytes, Direction direction, List<Buffer> into) {
    var filled = 0;
    var pieces = pieces(job, driver, bytes);
    var extras = driver.extraBuffers();
    for (var i = 0; i < extras.size(); i++) {
      var extra = extras.get(i);
      var size = extra.bytes() + extra.bytesPerSegment() * pieces;
      into.get(filled++).set(pickAddress(size, SMALL_BUFFER_ALIGN), size, extra.direction());
    }
    var run = job.buffers().segmentBytes() == 0 ? bytes : job.buffers().segmentBytes();
    for (var left = bytes; left > 0; left -= run) {
      filled = cut(Math.min(run, left), direction, into, filled);
    }
    return filled;
  }

  private int cut(long run, Direction direction, List<Buffer> into, int from) {
    var filled = from;
    var address = pickAddress(run, job.buffers().align());
    for (var left = run; left > 0; ) {
      var piece = Math.min(left, largestPiece(job, driver));
      filled = set(address, piece, direction, into, filled);
      address += piece;
      left -= piece;
    }
    return filled;
  }

  /** Whole, or what lies before its first whole granule, those, and what lies behind them. */
  private int set(long at, long bytes, Direction direction, List<Buffer> into, int from) {
    var granule = isInTwoSteps(job, driver) ? driver.granuleBytes() : 1;
    var head = Math.min(bytes, -at & (granule - 1));
    var tail = bytes - head & (granule - 1);
    var filled = from;
    var address = at;
    for (var part : new long[] {head, bytes - head - tail, tail}) {
      if (part > 0) {
        into.get(filled++).set(address, part, direction);
        address += part;
      }
    }
    return filled;
  }

  /** Anywhere in memory, below its hole or above. */
  private long pickAddress(long bytes, long align) {
    var start = (LOWEST_BUFFER + align - 1) & -align;
    var low = places(memory.lowBytes() - start, bytes, align);
    var high = places(memory.highBytes(), bytes, align);
    var place = random.nextLong(Math.max(1, low + high));
    return place < low || high == 0
        ? start + place * align
        : memory.highStart() + (place - low) * align;
  }

  private static long places(long room, long bytes, long align) {
    return room < bytes ? 0 : (room - bytes) / align + 1;
  }
}
