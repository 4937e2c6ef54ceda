package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.device.ServiceTimes;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;
import swiotlb.actor.pool.WorkerTail;

/** Each cost of a platform comes to the actor that pays it. */
class ScenarioMachineTest {
  private static final double NS_A_KIB = 1024 * 1e9;

  @Test
  void areasPayForLocksSearchesAndSlots() {
    assertThat(ScenarioMachine.areaCosts(scenario("first-growth")))
        .isEqualTo(new AreaCosts(19, 100, 1.5, 1.5, 230, 230));
  }

  @Test
  void growthPaysForItsWorkerItsPagesAndTheirPreparation() {
    assertThat(ScenarioMachine.growthCosts(scenario("first-growth")))
        .isEqualTo(new GrowthCosts(5_000, 2_000, 77_000, 1_500));
  }

  @Test
  void devicesPayForCopiesLookUpsAndInterrupts() {
    var scenario = scenario("first-growth");
    assertThat(ScenarioMachine.deviceCosts(scenario, scenario.devices().get(0)))
        .isEqualTo(
            new DeviceCosts(
                NS_A_KIB / (7629L << 20), 50, 10, 1_500, 50_000, NS_A_KIB / (256L << 20)));
  }

  @Test
  void copyingTakesLongerInEncryptedMemory() {
    var plain = scenario("first-growth");
    var encrypted = scenario("first-growth", "encryption.kind", "tdx");
    var factor =
        ScenarioMachine.deviceCosts(encrypted, encrypted.devices().get(0)).copyPerKibNs()
            / ScenarioMachine.deviceCosts(plain, plain.devices().get(0)).copyPerKibNs();
    assertThat(factor).isBetween(1.149, 1.151);
  }

  @Test
  void realThreadsPayInRealTimeOnly() {
    var real = scenario("first-growth", "mode", "concurrent");
    assertThat(ScenarioMachine.areaCosts(real)).isEqualTo(AreaCosts.FREE);
    assertThat(ScenarioMachine.growthCosts(real)).isEqualTo(GrowthCosts.FREE);
  }

  @Test
  void aCpuThatOneDeviceUsesIsItsOwn() {
    assertThat(ScenarioMachine.spec(scenario("first-growth")).contendedCpus()).isEmpty();
  }

  @Test
  void aCpuThatSeveralDevicesUseIsShared() {
    assertThat(ScenarioMachine.spec(scenario("mixed-devices")).contendedCpus())
        .containsExactly(1, 2);
  }

  // What a platform need not say.

  private static AreaCosts areaCosts(String... overrides) {
    return ScenarioMachine.areaCosts(scenario("first-growth", overrides));
  }

  @Test
  void areasPayWhenTheyMoveToAnotherCpu() {
    assertThat(areaCosts("costs.area-moved", "2 us").movedNs()).isEqualTo(2_000);
  }

  @Test
  void theCountersCostSoMuchForEachCpuThatMaps() {
    assertThat(areaCosts("costs.counters-per-cpu", "18 ns").countersNs()).isEqualTo(4 * 18);
    assertThat(
            areaCosts("costs.counters-per-cpu", "18 ns", "devices.sata0.jobs.load.cpus", "0,2")
                .countersNs())
        .isEqualTo(2 * 18);
  }

  @Test
  void aReleaseThatAddsUpTheAreasPaysForNoCounters() {
    assertThat(areaCosts("costs.counters-per-cpu", "18 ns", "kernel.release", "7.3").countersNs())
        .isZero();
  }

  @Test
  void theListOfPoolsIsReadWhereThereIsOne() {
    var dynamic = areaCosts("costs.pool-list", "30 ns");
    assertThat(dynamic.mapNs()).isEqualTo(230 + 30);
    assertThat(dynamic.unmapNs()).isEqualTo(230 + 30);
    assertThat(areaCosts("costs.pool-list", "30 ns", "kernel.dynamic", "off").mapNs())
        .isEqualTo(230);
  }

  @Test
  void growthPaysForTheOrderOfItsPagesAndForLateWorkers() {
    var scenario =
        scenario(
            "first-growth",
            "costs.page-allocation-per-order",
            "180 ns",
            "costs.worker-tail",
            "{ per-mille = 50, mean = 3 ms, most = 30 ms }");
    var costs = ScenarioMachine.growthCosts(scenario);
    assertThat(costs)
        .isEqualTo(new GrowthCosts(5_000, 2_000, 180, 77_000, 1_500, costs.workerTail()));
    assertThat(costs.workerTail())
        .isEqualTo(new WorkerTail(50, 3_000_000, 30_000_000, costs.workerTail().seed()));
  }

  private static DeviceCosts deviceCosts(String... overrides) {
    var scenario = scenario("first-growth", overrides);
    return ScenarioMachine.deviceCosts(scenario, scenario.devices().get(0));
  }

  @Test
  void copiesIntoSmallAreasAreWarmIfEachCpuHasOne() {
    assertThat(deviceCosts("costs.copy-warm", "{ area = 1 MiB, bandwidth = 1 GiB }").warm())
        .isEqualTo(new DeviceCosts.WarmCosts(1 << 20, 4, NS_A_KIB / (1 << 30)));
  }

  @Test
  void devicesVaryAsTheySayAndWithTheNoiseOfTheirPlatform() {
    assertThat(
            deviceCosts(
                    "devices.sata0.service-distribution",
                    "lognormal",
                    "devices.sata0.service-spread-percent",
                    "35",
                    "devices.sata0.parallelism",
                    "2",
                    "costs.run-noise-percent",
                    "1.96")
                .service())
        .isEqualTo(new ServiceTimes(ServiceTimes.Spread.LOGNORMAL, 350_000, 2, 19_600));
  }

  @Test
  void realThreadsHaveNoNoise() {
    assertThat(deviceCosts("mode", "concurrent", "costs.run-noise-percent", "1.96"))
        .isEqualTo(DeviceCosts.FREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confidential-vm-snp",
        "confidential-vm-tdx",
        "qemu-tcg",
        "raspberry-pi-4",
        "simple",
        "x86-vm"
      })
  void everyPlatformSaysWhatMappingAndGrowthCost(String name) {
    var scenario = scenario("first-growth", "platform", name);
    var areas = ScenarioMachine.areaCosts(scenario);
    assertThat(areas.lockNs()).isPositive();
    assertThat(areas.mapNs()).isPositive();
    assertThat(ScenarioMachine.growthCosts(scenario).workerStartNs()).isPositive();
  }

  @Test
  void onAnIdealPlatformOnlyDevicesTakeTime() {
    var ideal = scenario("first-growth", "platform", "ideal");
    assertThat(ScenarioMachine.areaCosts(ideal)).isEqualTo(AreaCosts.FREE);
    assertThat(ScenarioMachine.growthCosts(ideal)).isEqualTo(GrowthCosts.FREE);
    var device = ScenarioMachine.deviceCosts(ideal, ideal.devices().get(0));
    assertThat(device.serviceNs()).isEqualTo(50_000);
    assertThat(device.copyPerKibNs() * 64).isLessThan(0.1);
  }
}
