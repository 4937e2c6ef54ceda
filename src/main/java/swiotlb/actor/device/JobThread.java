package swiotlb.actor.device;

import java.util.ArrayDeque;
import java.util.Deque;
import swiotlb.figures.Sums;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestSource;

/**
 * One thread of a job in one run: keeps its depth of requests in flight until its count or duration
 * is used up, or begins each at its time. State of one device.
 */
final class JobThread {
  private final Jobs jobs;
  private final JobSpec job;
  private final int number;
  private final int cpu;
  private final CpuShare ownCpu;
  private final CpuShare interruptCpu;
  private final RequestSource requests;
  private final Arrivals arrivals;
  private final long lastStartNs;
  private final Deque<IoRequest> idle = new ArrayDeque<>();
  private long begun;
  private long launched;
  private int inFlight;
  private boolean isStopped;
  private long busyUntilNs;

  JobThread(Jobs jobs, JobSpec job, int number, int cpu, RequestSource requests) {
    this.jobs = jobs;
    this.job = job;
    this.number = number;
    this.cpu = cpu;
    this.ownCpu = jobs.cpu(cpu);
    this.interruptCpu = jobs.interruptCpu(cpu, number);
    this.requests = requests;
    this.arrivals = Arrivals.of(job, this, jobs, requests);
    this.lastStartNs =
        job.pace().durationNs() == 0
            ? Long.MAX_VALUE
            : Sums.plus(jobs.driver().nowNs(), job.pace().durationNs());
  }

  JobSpec job() {
    return job;
  }

  int number() {
    return number;
  }

  int cpu() {
    return cpu;
  }

  /** The CPU that it runs on. */
  CpuShare ownCpu() {
    return ownCpu;
  }

  /** The CPU that takes the interrupts of its requests, always the same one. */
  CpuShare interruptCpu() {
    return interruptCpu;
  }

  /** It is busy with a request until then. */
  void busyUntil(long timeNs) {
    busyUntilNs = timeNs;
  }

  long busyUntilNs() {
    return busyUntilNs;
  }

  void start() {
    arrivals.start();
  }

  /** Begins the next request, if there is one, as soon as the device's queue has room for it. */
  void begin() {
    if (!isUsedUp()) {
      inFlight++;
      arrivals.begun(begun++);
      if (waitsForQueue()) {
        jobs.enqueue(this);
      } else {
        launch();
      }
    }
  }

  /** Whether its requests take places in the device's queue. */
  boolean waitsForQueue() {
    return arrivals.waitsForQueue();
  }

  /** The device's queue has room. */
  void launch() {
    var free = idle.poll();
    var request = free == null ? new IoRequest(jobs, this, jobs.buffersFor(job)) : free;
    var length = requests.next(request.buffers());
    var sync =
        job.handling().syncs() == 0
            ? Sync.NONE
            : Sync.drawn(
                requests.syncDraw(), request.buffers().get(jobs.driver().extraBuffers()).bytes());
    jobs.launch(request, launched, length, sync, arrivals.heldUntilNs(launched));
    launched++;
  }

  /** A request that waits for the device's queue will not begin. */
  void withdraw() {
    inFlight--;
  }

  /** A request is done, or was given up. */
  void finished(IoRequest request) {
    idle.push(request);
    inFlight--;
    arrivals.finished();
  }

  boolean isDone() {
    return inFlight == 0 && isUsedUp();
  }

  /** No further request begins; those in flight come to their end. */
  void stop() {
    isStopped = true;
  }

  /** Whether no further request begins. */
  boolean isUsedUp() {
    return isStopped || arrivals.isUsedUp(begun) || jobs.driver().nowNs() >= lastStartNs;
  }
}
