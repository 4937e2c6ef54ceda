package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.JobSpec;
import swiotlb.workload.TimedRequest;

/** The same machine with more to do. */
public final class Load {
  private Load() {}

  /**
   * The load so many times: each thread keeps as many more requests in flight and makes as many
   * more, and each recorded request comes so often, of a fraction every so many once more. Queues
   * of devices stay as deep as they are.
   */
  static Scenario times(Scenario scenario, double factor) {
    if (factor == 1) {
      return scenario;
    }
    return scenario.withDevices(
        scenario.devices().stream()
            .map(
                device ->
                    device.with(
                        device
                            .driver()
                            .with(device.jobs().stream().map(job -> times(job, factor)).toList())))
            .toList());
  }

  private static JobSpec times(JobSpec job, double factor) {
    return job.isTimed() ? asking(job, times(job.timed(), factor)) : job.times(factor);
  }

  /** A job whose requests have times, with others. */
  static JobSpec asking(JobSpec job, List<TimedRequest> others) {
    return JobSpec.timed(job.name(), job.cpus().get(0), job.context(), others)
        .using(job.handling().use())
        .blocking(job.handling().mayBlock());
  }

  private static List<TimedRequest> times(List<TimedRequest> requests, double factor) {
    var more = new ArrayList<TimedRequest>();
    var wanted = 0.0;
    for (var request : requests) {
      wanted += factor;
      while (more.size() < Math.floor(wanted)) {
        more.add(request);
      }
    }
    return more.isEmpty() ? requests : more;
  }

  /**
   * The same machine, of which slots are held from the beginning to the end: one mapping for each,
   * since nothing tells which they are.
   */
  public static Scenario holding(Scenario scenario, long slots) {
    if (slots == 0) {
      return scenario;
    }
    var endNs =
        scenario.devices().stream()
            .flatMap(device -> device.jobs().stream())
            .flatMap(job -> job.timed().stream())
            .mapToLong(request -> request.atNs() + request.heldNs())
            .max()
            .orElse(0);
    var held = new ArrayList<TimedRequest>();
    var bytes = scenario.units().slotBytes();
    for (var i = 0L; i < slots; i++) {
      held.add(new TimedRequest(0, endNs, bytes * (i + 1), bytes, Direction.BIDIRECTIONAL));
    }
    var devices = new ArrayList<>(scenario.devices());
    var first = devices.get(0);
    var jobs = new ArrayList<>(first.jobs());
    jobs.add(0, JobSpec.timed("held-before", 0, Context.PROCESS, held));
    devices.set(0, first.with(first.driver().with(jobs)));
    return scenario.withDevices(devices);
  }
}
