package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import swiotlb.scenario.FaultReader;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Fault;

/** Settings that make a scenario smaller, by one step each, the largest steps first. */
final class SmallerSettings {
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
        halves(job.pace().count(), path + "count", steps);
        halves(job.pace().depth(), path + "depth", steps);
        if (job.cpus().size() > 1) {
          steps.add(Map.of(path + "cpus", "\"" + job.cpus().get(0) + "\""));
        }
      }
    }
    return steps;
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
