package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.scenario;

import org.junit.jupiter.api.Test;
import swiotlb.actor.device.DeviceCosts;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.GrowthCosts;

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
}
