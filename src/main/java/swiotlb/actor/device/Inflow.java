package swiotlb.actor.device;

import java.util.List;
import java.util.SplittableRandom;
import swiotlb.figures.Sums;
import swiotlb.workload.ArrivingRequests;
import swiotlb.workload.Buffer;
import swiotlb.workload.Direction;
import swiotlb.workload.RequestSource;
import swiotlb.workload.synthetic.Placement;

/**
 * The requests of a job that come from a stream, handed out to its threads at their times. One
 * request is looked at ahead; those that wait for the device's queue are kept by their sizes alone.
 * State of one device.
 *
 * <p>It reads a file where a behaviour should not wait: the stream is read ahead in large pieces,
 * and was read to its end once before, so that it neither waits for anybody nor fails.
 */
final class Inflow {
  private static final int MOST_WAITING = 1 << 20;

  private final ArrivingRequests.Opened stream;
  private final Jobs jobs;
  private final int depth;
  private final long startNs;
  private final int firstThread;
  private long inFlight;
  private int waiting;
  private boolean isHeldBack;
  private boolean isStarted;

  /**
   * The inflow of a job in one run.
   *
   * @param depth requests in flight at most; those that come meanwhile come later
   * @param firstThread number of the first of the job's threads
   */
  Inflow(ArrivingRequests requests, Jobs jobs, int depth, int firstThread) {
    this.stream = requests.open();
    this.jobs = jobs;
    this.depth = depth;
    this.firstThread = firstThread;
    this.startNs = jobs.driver().nowNs();
  }

  /** The first of its threads that starts lets it begin. */
  void start() {
    if (!isStarted) {
      isStarted = true;
      await();
    }
  }

  /** The request that was waited for has come. */
  void begun(Lane lane) {
    if (++waiting > MOST_WAITING) {
      throw new IllegalStateException(
          "more than %d requests that came at their times wait: the device is slower than what was traced; let from-speed be below 1, or say depth, so that requests come later"
              .formatted(MOST_WAITING));
    }
    inFlight++;
    lane.waiting.add(stream.bytes(), stream.direction());
    stream.advance();
    await();
  }

  private void await() {
    isHeldBack = stream.hasRequest() && inFlight >= depth;
    if (stream.hasRequest() && !isHeldBack) {
      var atNs = Sums.plus(startNs, stream.atNs());
      jobs.beginAfterAll(Math.max(0, atNs - jobs.driver().nowNs()), firstThread + stream.thread());
    }
  }

  /** A request is done, or was given up. */
  void finished() {
    inFlight--;
    if (isHeldBack) {
      await();
    }
  }

  boolean isUsedUp() {
    return !stream.hasRequest();
  }

  /** Nothing more is read. */
  void close() {
    stream.close();
  }

  /** What one of the threads has of it. */
  final class Lane implements RequestSource {
    private final SizeQueue waiting = new SizeQueue();
    private final Placement placement;
    private final SplittableRandom random;
    private final boolean syncs;
    private long syncDraw;

    /** A thread's; its buffers lie where they are placed, and synced parts are drawn. */
    Lane(Placement placement, SplittableRandom random, boolean syncs) {
      this.placement = placement;
      this.random = random;
      this.syncs = syncs;
    }

    Inflow inflow() {
      return Inflow.this;
    }

    @Override
    public int next(List<Buffer> into) {
      Inflow.this.waiting--;
      var direction = waiting.isWrittenByDevice() ? Direction.FROM_DEVICE : Direction.TO_DEVICE;
      var filled = placement.place(waiting.remove(), direction, into);
      syncDraw = syncs ? random.nextLong() : 0;
      return filled;
    }

    @Override
    public long syncDraw() {
      return syncDraw;
    }
  }
}
