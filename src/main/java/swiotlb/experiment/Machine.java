package swiotlb.experiment;

import java.time.Duration;
import swiotlb.device.DeviceCosts;
import swiotlb.pool.AreaCosts;
import swiotlb.pool.ExhaustionPolicy;
import swiotlb.pool.GrowthCosts;
import swiotlb.pool.PoolList;
import swiotlb.scenario.Scenario;

/** From the words of a scenario to the settings of actors. */
final class Machine {
  private Machine() {}

  static PoolList.SearchRounds rounds(Scenario scenario) {
    return new PoolList.SearchRounds(!scenario.dynamic(), scenario.boot().defaultAreas());
  }

  static AreaCosts areaCosts(Scenario scenario) {
    var p = scenario.platform();
    return isReal(scenario)
        ? AreaCosts.FREE
        : new AreaCosts(
            p.lockNs(),
            p.lockHandoverNs(),
            p.searchStepPs() / 1000.0,
            p.slotMarkPs() / 1000.0,
            p.mapNs(),
            p.unmapNs());
  }

  static GrowthCosts growthCosts(Scenario scenario) {
    var p = scenario.platform();
    return isReal(scenario)
        ? GrowthCosts.FREE
        : new GrowthCosts(
            p.workerStartNs(), p.pageAllocationNs(), p.preparePerMibNs(), p.transientSetupNs());
  }

  static long graceNs(Scenario scenario) {
    return isReal(scenario) ? 0 : scenario.platform().gracePeriodNs();
  }

  static DeviceCosts deviceCosts(Scenario scenario, Scenario.Device device) {
    var p = scenario.platform();
    return isReal(scenario)
        ? DeviceCosts.FREE
        : new DeviceCosts(
            perKibNs(p.copyBytesPerSecond()),
            p.copyFixedNs(),
            p.poolStepNs(),
            p.interruptNs(),
            device.serviceNs(),
            perKibNs(device.bytesPerSecond()));
  }

  static ExhaustionPolicy policy(Scenario scenario) {
    var e = scenario.exhaustion();
    return e.waits()
        ? new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(e.timeoutNs()), e.most())
        : new ExhaustionPolicy.TakeTransient();
  }

  private static boolean isReal(Scenario scenario) {
    return scenario.mode() == Scenario.Mode.CONCURRENT;
  }

  private static double perKibNs(long bytesPerSecond) {
    return 1024 * 1e9 / bytesPerSecond;
  }
}
