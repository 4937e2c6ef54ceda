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
import swiotlb.figures.RunResult;
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
    assertThat(device(result, "sata0").leakedSlots()).isEqualTo(800 / 40 * SLOTS_OF_A_BUFFER);
  }

  @Test
  void nothingButLeakedSlotsIsInUseInTheEnd() {
    var result = run(leaking(40, 1));
    assertThat(result.ioTlbUsed()).isEqualTo(device(result, "sata0").leakedSlots());
  }

  @Test
  void leakedBuffersAreThoseThatWereMappedAndNeverUnmapped() {
    var result = run(leaking(40, 1));
    assertThat(result.maps() - result.unmaps()).isEqualTo(800 / 40);
  }

  @Test
  void aLeakedTransientPoolStays() {
    var result = run(leaking(3, 1));
    assertThat(result.ioTlbTransientNslabs())
        .isPositive()
        .isLessThanOrEqualTo(result.transientMaps() * SLOTS_OF_A_BUFFER);
    assertThat(result.ioTlbUsed()).isEqualTo(device(result, "sata0").leakedSlots());
  }

  @Test
  void leaksOfSeveralRunsAddUp() {
    assertThat(runs(leaking(3, 3), PLAIN))
        .extracting(result -> device(result, "sata0").leakedSlots())
        .containsExactly(
            266L * SLOTS_OF_A_BUFFER, 533L * SLOTS_OF_A_BUFFER, 800L * SLOTS_OF_A_BUFFER);
  }

  @Test
  void leakedSlotsAreThoseInUseAfterEachRun() {
    assertThat(runs(leaking(3, 3), PLAIN))
        .allSatisfy(
            result ->
                assertThat(result.ioTlbUsed()).isEqualTo(device(result, "sata0").leakedSlots()));
  }

  @Test
  void anAllocatorThatLeaksGrowsForEver() {
    assertThat(runs(leaking(3, 3), PLAIN)).extracting(RunResult::ioTlbNslabs).isSorted();
    assertThat(runs(leaking(3, 3), PLAIN).get(2).ioTlbNslabs()).isGreaterThan(3 * 2560);
  }

  @Test
  void aRestrictedPoolThatLeaksIsUsedUpAndLeavesTheOthersAlone() {
    var result = run(scenario("restricted", "devices.wifi0.leak-every", "20"));
    assertThat(result.ioTlbUsed()).isZero();
    assertThat(result.restricted().get(0).ioTlbUsed())
        .isEqualTo(device(result, "wifi0").leakedSlots())
        .isEqualTo(256);
    assertThat(device(result, "sata0").requests()).isEqualTo(2000);
  }

  @Test
  void transientPoolsOfSharedMemoryLeakTheCoherentPool() {
    var leaking = scenario("confidential-spike", "devices.eth0.leak-every", "3", "runs", "2");
    assertThat(runs(leaking, PLAIN))
        .allSatisfy(
            result -> {
              assertThat(result.ioTlbTransientNslabs()).isPositive();
              assertThat(result.ioTlbUsed()).isEqualTo(device(result, "eth0").leakedSlots());
            });
  }

  // Resets and removals, for several seeds and schedule seeds.

  private static RunResult disturbed(
      String name, long seed, long scheduleSeed, String mishap, String moments) {
    var disturbed = scenario(name, mishap, moments, "check-payload", "true").withSeed(seed);
    return run(disturbed, PLAIN.withScheduleSeed(scheduleSeed));
  }

  private static void assertNothingIsHeld(RunResult result) {
    assertThat(result.ioTlbUsed()).isZero();
    assertThat(result.maps()).isEqualTo(result.unmaps());
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetDiskServesEveryRequestInTheEnd(long seed, long scheduleSeed) {
    var result =
        disturbed("first-growth", seed, scheduleSeed, "devices.sata0.resets", "[40us, 5ms, 50ms]");
    assertThat(result.requests()).isEqualTo(4000);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void whatADiskHadWhenItWasResetIsMappedAnew(long seed, long scheduleSeed) {
    var result =
        disturbed("first-growth", seed, scheduleSeed, "devices.sata0.resets", "[5ms, 50ms]");
    assertThat(result.maps()).isBetween(4000L + 68, 4000L + 2 * 68);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetCardAmongBusyThreadsLosesNothing(long seed, long scheduleSeed) {
    var result =
        disturbed("nic-refill", seed, scheduleSeed, "devices.eth0.resets", "[40us, 1ms, 2ms]");
    assertThat(device(result, "eth0").requests()).isEqualTo(20_000);
    assertThat(device(result, "sata0").requests()).isEqualTo(800);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aResetWhileThreadsSleepForGrowthLosesNothing(long seed, long scheduleSeed) {
    var result =
        disturbed("nic-refill", seed, scheduleSeed, "devices.sata0.resets", "[35us, 100us, 1ms]");
    assertThat(device(result, "sata0").requests()).isEqualTo(800);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aDiskThatIsPulledOutGivesUpWhatItHadAndHoldsNothing(long seed, long scheduleSeed) {
    var result = disturbed("first-growth", seed, scheduleSeed, "devices.sata0.removed", "50ms");
    assertThat(result.givenUp()).isEqualTo(68);
    assertThat(result.requests()).isBetween(100L, 300L);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void aDiskThatIsPulledOutWhileItsThreadsSleepHoldsNothing(long seed, long scheduleSeed) {
    var result = disturbed("nic-refill", seed, scheduleSeed, "devices.sata0.removed", "35us");
    assertThat(device(result, "sata0").requests()).isZero();
    assertThat(device(result, "eth0").requests()).isEqualTo(20_000);
    assertNothingIsHeld(result);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,2", "2,1", "3,7", "4,9"})
  void whatIsPulledOutInABurstReturnsItsTransientPools(long seed, long scheduleSeed) {
    var result = disturbed("load-spike", seed, scheduleSeed, "devices.eth0.removed", "60us");
    assertThat(result.transientMaps()).isPositive();
    assertThat(result.ioTlbTransientNslabs()).isZero();
    assertNothingIsHeld(result);
  }

  @Test
  void aDeviceThatIsGoneDoesNothingInLaterRuns() {
    var results =
        runs(scenario("first-growth", "devices.sata0.removed", "50ms", "runs", "2"), PLAIN);
    assertThat(results.get(1).maps()).isZero();
    assertThat(results.get(1).requests()).isZero();
  }

  @Test
  void aMomentAfterTheEndOfTheRunsNeverComes() {
    var result =
        run(
            scenario(
                "first-growth", "devices.sata0.removed", "90s", "devices.sata0.resets", "[80s]"));
    assertThat(result.maps()).isEqualTo(4000);
    assertThat(result.virtualNs()).isLessThan(2_000_000_000L);
  }
}
