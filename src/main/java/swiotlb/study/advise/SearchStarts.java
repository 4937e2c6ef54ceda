package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Context;
import swiotlb.workload.Direction;
import swiotlb.workload.JobSpec;
import swiotlb.workload.Seeds;
import swiotlb.workload.TimedRequest;

/**
 * Where areas begin to search when a recorded load comes. A kernel that has booted has mapped small
 * buffers before, and the search goes on behind the last of them: in the midst of a slot set, of
 * which large buffers then leave both ends empty. Thus a pool that just holds a load from its first
 * slot on refuses some of it from another one.
 */
final class SearchStarts {
  /** After which what was mapped before is given back, whatever work costs. */
  private static final long BEFORE_NS = 1_000_000;

  private SearchStarts() {}

  /**
   * The same machine, of which each area was searched before its load comes: a buffer is mapped and
   * given back, and what was recorded comes a millisecond later. A machine that is not told when
   * its requests come stays as it is.
   *
   * @param machine whose number decides, together with the seed, how large the buffers are
   */
  static Scenario drawn(Scenario scenario, long seed, int machine) {
    var devices = new ArrayList<Scenario.Device>();
    for (var device : scenario.devices()) {
      if (device.restrictedPool().isPresent()
          || !device.jobs().stream().allMatch(JobSpec::isTimed)) {
        return scenario;
      }
      var jobs = new ArrayList<JobSpec>();
      if (devices.isEmpty()) {
        jobs.addAll(before(scenario, seed, machine));
      }
      device
          .jobs()
          .forEach(
              job ->
                  jobs.add(
                      Load.asking(job, job.timed().stream().map(SearchStarts::later).toList())));
      devices.add(device.with(device.driver().with(jobs)));
    }
    return scenario.withDevices(devices);
  }

  private static TimedRequest later(TimedRequest request) {
    return new TimedRequest(
        request.atNs() + BEFORE_NS,
        request.heldNs(),
        request.address(),
        request.bytes(),
        request.direction());
  }

  private static List<JobSpec> before(Scenario scenario, long seed, int machine) {
    var jobs = new ArrayList<JobSpec>();
    var bytes = (long) scenario.units().slotBytes();
    // Half a slot set fits whatever mask for alignment a device has.
    var below = scenario.units().setSlots() / 2;
    for (var cpu = 0; cpu < Math.min(scenario.cpus(), scenario.boot().areas()); cpu++) {
      var slots =
          Seeds.stream(seed, "search of CPU " + cpu + " of machine " + machine).nextInt(below);
      if (slots > 0) {
        var buffer = new TimedRequest(0, 0, below * bytes, slots * bytes, Direction.TO_DEVICE);
        jobs.add(JobSpec.timed("searched-before-" + cpu, cpu, Context.PROCESS, List.of(buffer)));
      }
    }
    return jobs;
  }
}
