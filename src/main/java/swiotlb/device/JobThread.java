package swiotlb.device;

import swiotlb.pool.MapClient;
import swiotlb.workload.JobSpec;
import swiotlb.workload.RequestStream;

/**
 * One thread of a job in one run: keeps its depth of requests in flight until its count or duration
 * is used up. State of one device.
 */
final class JobThread implements MappingUser {
  private final Jobs jobs;
  private final JobSpec job;
  private final int number;
  private final int cpu;
  private final RequestStream requests;
  private final long lastStartNs;
  private long begun;
  private int inFlight;
  private boolean isStopped;

  JobThread(Jobs jobs, JobSpec job, int number, int cpu, RequestStream requests, long startNs) {
    this.jobs = jobs;
    this.job = job;
    this.number = number;
    this.cpu = cpu;
    this.requests = requests;
    this.lastStartNs = job.durationNs() == 0 ? Long.MAX_VALUE : startNs + job.durationNs();
  }

  void start() {
    for (var i = 0; i < job.depth(); i++) {
      begin();
    }
  }

  /** Begins the next request, if there is one. */
  void begin() {
    if (isUsedUp()) {
      return;
    }
    begun++;
    inFlight++;
    requests.next();
    jobs.map(cpu, job.interrupt(), requests.address(), requests.bytes(), requests.isRead(), this);
  }

  boolean isDone() {
    return inFlight == 0 && isUsedUp();
  }

  /** No further request begins; those in flight come to their end. */
  void stop() {
    isStopped = true;
  }

  private boolean isUsedUp() {
    return isStopped || (job.count() > 0 && begun >= job.count()) || jobs.nowNs() >= lastStartNs;
  }

  @Override
  public void mapped(Mapping mapping) {
    jobs.transfer(mapping);
  }

  @Override
  public void failed(Mapping mapping, MapClient.MapFailed failure) {
    jobs.tallyFailure(mapping, failure);
    inFlight--;
    // Never at once, even after no time: a failure may be decided within begin.
    jobs.beginAfter(job.retryNs(), number);
  }

  @Override
  public void unmapped(Mapping mapping) {
    jobs.tallyUnmap(mapping);
    inFlight--;
    if (job.thinkNs() == 0) {
      begin();
    } else {
      jobs.beginAfter(job.thinkNs(), number);
    }
  }
}
