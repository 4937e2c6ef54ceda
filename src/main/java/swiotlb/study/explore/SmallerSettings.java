package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import swiotlb.scenario.FaultReader;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Fault;
import swiotlb.workload.JobSpec;

/** Settings that make a scenario smaller, by one step each, the largest steps first. */
final class SmallerSettings {
  /** Requests of a job that are few enough to try every smaller number. */
  private static final int FEW = 8;

  private SmallerSettings() {}

  static List<Map<String, String>> of(Scenario scenario) {
    var steps = new ArrayList<Map<String, String>>();
    for (var fault : Fault.values()) {
      if (scenario.faults().perMille(fault) > 0) {
        steps.add(Map.of(FaultReader.path(fault), "0"));
      }
    }
    if (scenario.runs() > 1) {
      steps.add(Map.of("runs", "1"));
    }
    for (var device : scenario.devices()) {
      for (var job : device.jobs()) {
        var path = "devices." + device.name() + ".jobs." + job.name() + ".";
        onFewerCpus(job, path, steps);
        halves(job.pace().count(), path + "count", steps);
        halves(job.pace().depth(), path + "depth", steps);
        if (job.cpus().size() > 1) {
          steps.add(Map.of(path + "cpus", String.valueOf(job.cpus().get(0))));
        }
      }
    }
    return steps;
  }

  /** Fewer requests of fewer CPUs, all of a CPU at once, the fewest first. */
  private static void onFewerCpus(JobSpec job, String path, List<Map<String, String>> steps) {
    var cpus = job.cpus();
    var all = job.pace().count() * cpus.size();
    for (var requests = 1L; requests < Math.min(all, FEW); requests++) {
      for (var fewer = 1; fewer < cpus.size(); fewer++) {
        if (requests % fewer == 0 && requests / fewer >= job.pace().count()) {
          var count = Long.toString(requests / fewer);
          var first = cpus.subList(0, fewer).stream().map(String::valueOf);
          var step = new LinkedHashMap<String, String>();
          step.put(path + "cpus", first.collect(Collectors.joining(",")));
          step.put(path + "count", count);
          step.put(path + "depth", count);
          steps.add(step);
        }
      }
    }
  }

  private static void halves(long value, String path, List<Map<String, String>> steps) {
    for (var less = value / 2; less >= 1; less = (value + less + 1) / 2) {
      steps.add(Map.of(path, Long.toString(less)));
      if (less == value - 1) {
        return;
      }
    }
  }
}
