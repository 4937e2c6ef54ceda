package swiotlb.actor.device;

import swiotlb.figures.Sums;
import swiotlb.workload.Arrival;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestSource;

/** When a thread's requests begin: the one respect in which kinds of jobs differ. */
abstract sealed class Arrivals {
  /** The device has a request for as long as it takes. */
  static final long AS_LONG_AS_IT_TAKES = -1;

  final JobSpec job;
  final JobThread thread;
  final Jobs jobs;

  private Arrivals(JobSpec job, JobThread thread, Jobs jobs) {
    this.job = job;
    this.thread = thread;
    this.jobs = jobs;
  }

  /** Those of a job, for one of its threads, whose requests are these. */
  static Arrivals of(JobSpec job, JobThread thread, Jobs jobs, RequestSource requests) {
    if (job.isTimed()) {
      return new AtTimes(job, thread, jobs);
    }
    if (job.arrival() instanceof Arrival.Every every) {
      return new Paced(job, thread, jobs, every.intervalNs());
    }
    return requests instanceof Inflow.Lane lane
        ? new FromStream(job, thread, jobs, lane)
        : new ClosedLoop(job, thread, jobs);
  }

  /** The thread starts. */
  abstract void start();

  /** Whether none comes any more, after so many. */
  boolean isUsedUp(long begun) {
    return job.count() > 0 && begun >= job.count();
  }

  /** A request has begun, the one after so many others. */
  abstract void begun(long before);

  /** A request is done, or was given up. */
  abstract void finished();

  /** Whether a request waits until the device's queue has room. */
  abstract boolean waitsForQueue();

  /**
   * Until when the device has the request that is launched after so many others, or {@link
   * #AS_LONG_AS_IT_TAKES}.
   */
  abstract long heldUntilNs(long before);

  /** A number of requests in flight: when one is done, the next begins. */
  private static final class ClosedLoop extends Arrivals {
    ClosedLoop(JobSpec job, JobThread thread, Jobs jobs) {
      super(job, thread, jobs);
    }

    @Override
    void start() {
      for (var i = 0; i < job.depth(); i++) {
        thread.begin();
      }
    }

    @Override
    void begun(long before) {
      // The next one begins when one is done.
    }

    @Override
    void finished() {
      if (job.pace().thinkNs() == 0) {
        thread.begin();
      } else {
        jobs.beginAfter(job.pace().thinkNs(), thread.number());
      }
    }

    @Override
    boolean waitsForQueue() {
      return true;
    }

    @Override
    long heldUntilNs(long before) {
      return AS_LONG_AS_IT_TAKES;
    }
  }

  /**
   * One after the other in equal steps of time, but no more in flight than the depth: one that
   * comes late lets those after it catch up.
   */
  private static final class Paced extends Arrivals {
    private final double intervalNs;
    private final long startNs;
    private long begun;
    private int inFlight;
    private boolean isHeldBack;

    Paced(JobSpec job, JobThread thread, Jobs jobs, double intervalNs) {
      super(job, thread, jobs);
      this.intervalNs = intervalNs;
      this.startNs = jobs.driver().nowNs();
    }

    @Override
    void start() {
      await();
    }

    @Override
    void begun(long before) {
      begun = before + 1;
      inFlight++;
      await();
    }

    @Override
    void finished() {
      inFlight--;
      if (isHeldBack) {
        await();
      }
    }

    private void await() {
      isHeldBack = inFlight >= job.depth();
      if (!isHeldBack && !isUsedUp(begun)) {
        var atNs = Sums.plus(startNs, (long) (begun * intervalNs));
        jobs.beginAfterAll(Math.max(0, atNs - jobs.driver().nowNs()), thread.number());
      }
    }

    @Override
    boolean waitsForQueue() {
      return true;
    }

    @Override
    long heldUntilNs(long before) {
      return AS_LONG_AS_IT_TAKES;
    }
  }

  /** Each at a time of its own, as a stream says, and the device has it for as long as it takes. */
  private static final class FromStream extends Arrivals {
    private final Inflow.Lane lane;

    FromStream(JobSpec job, JobThread thread, Jobs jobs, Inflow.Lane lane) {
      super(job, thread, jobs);
      this.lane = lane;
    }

    @Override
    void start() {
      lane.inflow().start();
    }

    @Override
    void begun(long before) {
      lane.inflow().begun(lane);
    }

    @Override
    void finished() {
      lane.inflow().finished();
    }

    @Override
    boolean isUsedUp(long begun) {
      return lane.inflow().isUsedUp();
    }

    @Override
    boolean waitsForQueue() {
      return true;
    }

    @Override
    long heldUntilNs(long before) {
      return AS_LONG_AS_IT_TAKES;
    }
  }

  /**
   * Each at a time of its own, whatever became of the others, as a recording says: it was on its
   * way to the IO TLB then, so that no queue is left to wait in.
   */
  private static final class AtTimes extends Arrivals {
    private final long startNs;

    AtTimes(JobSpec job, JobThread thread, Jobs jobs) {
      super(job, thread, jobs);
      this.startNs = jobs.driver().nowNs();
    }

    @Override
    void start() {
      await(0);
    }

    @Override
    void begun(long before) {
      await(before + 1);
    }

    private void await(long request) {
      if (!thread.isUsedUp()) {
        var atNs = startNs + job.timed().get((int) request).atNs();
        jobs.beginAfterAll(Math.max(0, atNs - jobs.driver().nowNs()), thread.number());
      }
    }

    @Override
    void finished() {
      // None waits for another.
    }

    @Override
    boolean waitsForQueue() {
      return false;
    }

    @Override
    long heldUntilNs(long before) {
      var request = job.timed().get((int) before);
      return Sums.plus(startNs, Sums.plus(request.atNs(), request.heldNs()));
    }
  }
}
