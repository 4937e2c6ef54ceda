package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.device;
import static swiotlb.study.run.Simulations.run;
import static swiotlb.study.run.Simulations.runs;
import static swiotlb.study.run.Simulations.scenario;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;

/**
 * Devices that forget to unmap, are reset under load or pulled out: every run ends well, with its
 * invariants and, where it is checked, every byte of the payload.
 */
@Tag("slow")
class MishapRunTest {
  private static final ScenarioRun.Options PLAIN = ScenarioRun.Options.plain();
  private static final int SLOTS_OF_A_BUFFER = 32;

  // Leaks.

  /** Of 800 requests each 40th, or another, forgets its buffer of 64 KiB. */
  private static Scenario leaking(int every, int runs) {
    return scenario(
        "first-growth",
        "devices.sata0.jobs.load.count",
        "200",
        "devices.sata0.leak-every",
        Integer.toString(every),
        "runs",
        Integer.toString(runs));
  }

  @Test
  void leakedSlotsAreCountedAsTheDevices() {
    var result = run(leaking(40, 1));
    assertThat(device(result, "sata0").get(DeviceFigures.LEAKED_SLOTS))
        .isEqualTo(800 / 40 * SLOTS_OF_A_BUFFER);
  }

  @Test
  void nothingButLeakedSlotsIsInUseInTheEnd() {
    var result = run(leaking(40, 1));
    assertThat(result.get(RunFigures.IO_TLB_USED))
        .isEqualTo(device(result, "sata0").get(DeviceFigures.LEAKED_SLOTS));
  }

  @Test
  void leakedBuffersAreThoseThatWereMappedAndNeverUnmapped() {
    var result = run(leaking(40, 1));
    assertThat(result.get(RunFigures.MAPS) - result.get(RunFigures.UNMAPS)).isEqualTo(800 / 40);
  }

  @Test
  void aLeakedTransientPoolStays() {
    var result = run(leaking(3, 1));
    assertThat(result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS))
        .isPositive()
        .isLessThanOrEqualTo(result.get(RunFigures.TRANSIENT_MAPS) * SLOTS_OF_A_BUFFER);
    assertThat(result.get(RunFigures.IO_TLB_USED))
        .isEqualTo(device(result, "sata0").get(DeviceFigures.LEAKED_SLOTS));
  }

  @Test
  void leaksOfSeveralRunsAddUp() {
    assertThat(runs(leaking(3, 3), PLAIN))
        .extracting(result -> device(result, "sata0").get(DeviceFigures.LEAKED_SLOTS))
        .containsExactly(
            266L * SLOTS_OF_A_BUFFER, 533L * SLOTS_OF_A_BUFFER, 800L * SLOTS_OF_A_BUFFER);
  }

  @Test
  void leakedSlotsAreThoseInUseAfterEachRun() {
    assertThat(runs(leaking(3, 3), PLAIN))
        .allSatisfy(
            result ->
                assertThat(result.get(RunFigures.IO_TLB_USED))
                    .isEqualTo(device(result, "sata0").get(DeviceFigures.LEAKED_SLOTS)));
  }

  @Test
  void anAllocatorThatLeaksGrowsForEver() {
    assertThat(runs(leaking(3, 3), PLAIN))
        .extracting(run -> run.get(RunFigures.IO_TLB_NSLABS))
        .isSorted();
    assertThat(runs(leaking(3, 3), PLAIN).get(2).get(RunFigures.IO_TLB_NSLABS))
        .isGreaterThan(3 * 2560);
  }

  @Test
  void aRestrictedPoolThatLeaksIsUsedUpAndLeavesTheOthersAlone() {
    var result = run(scenario("restricted", "devices.wifi0.leak-every", "20"));
    assertThat(result.get(RunFigures.IO_TLB_USED)).isZero();
    assertThat(result.get(RunFigures.RESTRICTED).get(0).get(RestrictedFigures.IO_TLB_USED))
        .isEqualTo(device(result, "wifi0").get(DeviceFigures.LEAKED_SLOTS))
        .isEqualTo(256);
    assertThat(device(result, "sata0").get(DeviceFigures.REQUESTS)).isEqualTo(2000);
  }

  @Test
  void transientPoolsOfSharedMemoryLeakTheCoherentPool() {
    var leaking = scenario("confidential-spike", "devices.eth0.leak-every", "3", "runs", "2");
    assertThat(runs(leaking, PLAIN))
        .allSatisfy(
            result -> {
              assertThat(result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS)).isPositive();
              assertThat(result.get(RunFigures.IO_TLB_USED))
                  .isEqualTo(device(result, "eth0").get(DeviceFigures.LEAKED_SLOTS));
            });
  }

  // Resets and removals, for several seeds and schedule seeds.

  private static Measured disturbed(
      String name, long seed, long scheduleSeed, String mishap, String moments) {
    var disturbed =
        scenario(name, mishap, moments, "check-payload", "true", "seed", Long.toString(seed));
    return run(disturbed, Simulations.scheduled(scheduleSeed));
  }

  private static void assertNothingIsHeld(Measured result) {
    assertThat(result.get(RunFigures.IO_TLB_USED)).isZero();
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(result.get(RunFigures.UNMAPS));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetDiskServesEveryRequestInTheEnd(long seed, long scheduleSeed) {
    var result =
        disturbed("first-growth", seed, scheduleSeed, "devices.sata0.resets", "[40us, 5ms, 50ms]");
    assertThat(result.get(RunFigures.REQUESTS)).isEqualTo(4000);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void whatADiskHadWhenItWasResetIsMappedAnew(long seed, long scheduleSeed) {
    var result =
        disturbed("first-growth", seed, scheduleSeed, "devices.sata0.resets", "[5ms, 50ms]");
    assertThat(result.get(RunFigures.MAPS)).isBetween(4000L + 68, 4000L + 2 * 68);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetCardAmongBusyThreadsLosesNothing(long seed, long scheduleSeed) {
    var result =
        disturbed("nic-refill", seed, scheduleSeed, "devices.eth0.resets", "[40us, 1ms, 2ms]");
    assertThat(device(result, "eth0").get(DeviceFigures.REQUESTS)).isEqualTo(20_000);
    assertThat(device(result, "sata0").get(DeviceFigures.REQUESTS)).isEqualTo(800);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetWhileThreadsSleepForGrowthLosesNothing(long seed, long scheduleSeed) {
    var result =
        disturbed("nic-refill", seed, scheduleSeed, "devices.sata0.resets", "[35us, 100us, 1ms]");
    assertThat(device(result, "sata0").get(DeviceFigures.REQUESTS)).isEqualTo(800);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aDiskThatIsPulledOutGivesUpWhatItHadAndHoldsNothing(long seed, long scheduleSeed) {
    var result = disturbed("first-growth", seed, scheduleSeed, "devices.sata0.removed", "50ms");
    assertThat(result.get(RunFigures.GIVEN_UP)).isEqualTo(68);
    assertThat(result.get(RunFigures.REQUESTS)).isBetween(100L, 300L);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aDiskThatIsPulledOutWhileItsThreadsSleepHoldsNothing(long seed, long scheduleSeed) {
    var result = disturbed("nic-refill", seed, scheduleSeed, "devices.sata0.removed", "35us");
    assertThat(device(result, "sata0").get(DeviceFigures.REQUESTS)).isZero();
    assertThat(device(result, "eth0").get(DeviceFigures.REQUESTS)).isEqualTo(20_000);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void whatIsPulledOutInABurstReturnsItsTransientPools(long seed, long scheduleSeed) {
    var result = disturbed("load-spike", seed, scheduleSeed, "devices.eth0.removed", "60us");
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS)).isZero();
    assertNothingIsHeld(result);
  }

  @Test
  void aDeviceThatIsGoneDoesNothingInLaterRuns() {
    var results =
        runs(scenario("first-growth", "devices.sata0.removed", "50ms", "runs", "2"), PLAIN);
    assertThat(results.get(1).get(RunFigures.MAPS)).isZero();
    assertThat(results.get(1).get(RunFigures.REQUESTS)).isZero();
  }

  @Test
  void aMomentAfterTheEndOfTheRunsNeverComes() {
    var result =
        run(
            scenario(
                "first-growth", "devices.sata0.removed", "90s", "devices.sata0.resets", "[80s]"));
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(4000);
    assertThat(result.get(RunFigures.VIRTUAL_NS)).isLessThan(2_000_000_000L);
  }
}
