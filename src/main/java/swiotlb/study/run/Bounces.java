package swiotlb.study.run;

import java.util.HashMap;
import java.util.List;
import swiotlb.actor.device.DeviceReport;
import swiotlb.actor.device.DeviceSpec;
import swiotlb.figures.Sums;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.scenario.Scenario;

/**
 * Events {@code swiotlb_bounced} of a run, by their last word. There is one for each try to bounce,
 * before anything is looked for.
 */
record Bounces(long forced, long normal) {

  /** Those of all devices. */
  static Bounces of(Scenario scenario, List<DeviceReport> reports) {
    var devices = new HashMap<String, Scenario.Device>();
    scenario.devices().forEach(device -> devices.put(device.name(), device));
    var forced = 0L;
    var normal = 0L;
    for (var report : reports) {
      var device = devices.get(report.device());
      if (device == null) {
        throw new IllegalStateException("a report of device " + report.device());
      }
      var spec = ScenarioMachine.device(scenario, device);
      var tries = tries(report, spec);
      if (spec.attributes().isForced()) {
        forced = Sums.plus(forced, tries);
      } else {
        normal = Sums.plus(normal, tries);
      }
    }
    return new Bounces(forced, normal);
  }

  /** Where nothing is forced the kernel looks first whether there is a pool. */
  private static boolean isTraced(FailureReason reason, DeviceSpec spec) {
    return switch (reason) {
      case MUST_NOT_BOUNCE, SHARED_REFUSED, COHERENT_POOL_EXHAUSTED, COHERENT_REFUSED -> false;
      case NO_MEMORY ->
          spec.attributes().isForced() && spec.bouncing() != Admission.Bouncing.UNALIGNED;
      default -> true;
    };
  }

  private static long tries(DeviceReport report, DeviceSpec spec) {
    var tries = report.maps() - report.directMaps();
    if (!Admission.bounces(spec.bouncing(), spec.attributes())) {
      return tries;
    }
    for (var failed : report.failures().entrySet()) {
      if (isTraced(failed.getKey(), spec)) {
        tries = Sums.plus(tries, failed.getValue());
      }
    }
    return tries;
  }
}
