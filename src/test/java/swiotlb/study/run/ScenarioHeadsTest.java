package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.device;
import static swiotlb.study.run.Simulations.run;
import static swiotlb.study.run.Simulations.scenario;

import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.figures.AreaFigures;

/** Each scenario shows what its head says that one should look for, whatever the seed. */
@Tag("slow")
class ScenarioHeadsTest {
  private static final Pattern FULL = Pattern.compile("total (\\d+) \\(slots\\), used (\\d+)");

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void firstGrowthGoesFromOneToFiveMebibytesAndNothingFails(long seed) {
    var result = run(scenario("first-growth").withSeed(seed));
    assertThat(result.ioTlbNslabs()).isEqualTo(2560);
    assertThat(result.growth())
        .filteredOn(step -> "published".equals(step.event()))
        .hasSize(4)
        .allMatch(step -> step.slots() == 512);
    assertThat(result.transientMaps()).isPositive();
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void loadSpikeTakesTransientPoolsAndGrowsTooLate(long seed) {
    var result = run(scenario("load-spike").withSeed(seed));
    assertThat(result.transientMaps()).isGreaterThan(150);
    assertThat(result.failed()).isZero();
    assertThat(result.growth())
        .extracting(step -> step.event())
        .containsExactly("queued", "started", "queued", "published", "started", "published");
    assertThat(result.ioTlbUsedHiwater()).isGreaterThan(result.ioTlbNslabs());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void restrictedFillsUpAndNeverGrows(long seed) {
    var result = run(scenario("restricted").withSeed(seed));
    assertThat(result.failures()).containsOnlyKeys("no-free-run");
    assertThat(result.restricted().get(0).ioTlbUsedHiwater())
        .isEqualTo(result.restricted().get(0).ioTlbNslabs())
        .isEqualTo(256);
    assertThat(result.transientMaps()).isZero();
    assertThat(result.dynamicPools()).isZero();
    assertThat(result.growth()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fullAlthoughHalfEmptyFailsAtLowUse(long seed) {
    var result = run(scenario("full-although-half-empty").withSeed(seed));
    assertThat(result.failures().get("no-free-run")).isGreaterThan(10);
    assertThat(result.log())
        .isNotEmpty()
        .allSatisfy(
            line -> {
              var match = FULL.matcher(line.text());
              assertThat(match.find()).as(line.text()).isTrue();
              assertThat(2 * Long.parseLong(match.group(2)))
                  .isLessThan(Long.parseLong(match.group(1)));
            });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fullAlthoughHalfEmptyGrowsInsteadWhereItMay(long seed) {
    var result = run(scenario("full-although-half-empty", "dynamic", "true").withSeed(seed));
    assertThat(result.failed()).isZero();
    assertThat(result.dynamicPools()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manyCpusWaitForTheLocksOfFewAreas(long seed) {
    var few = run(scenario("many-cpus-few-areas").withSeed(seed));
    var many =
        run(scenario("many-cpus-few-areas", "kernel", "swiotlb=32768,32,force").withSeed(seed));
    assertThat(few.time().lockWaitNs())
        .as("what mappings waited is what areas saw")
        .isEqualTo(few.areas().stream().mapToLong(AreaFigures::waitNs).sum());
    assertThat(few.mapLatency().percentile(50)).isGreaterThan(5 * many.mapLatency().percentile(50));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void confidentialSpikeExhaustsTheCoherentPoolWhileItDoubles(long seed) {
    var result = run(scenario("confidential-spike").withSeed(seed));
    var shared = result.sharedMemory().orElseThrow();
    assertThat(result.failures()).containsOnlyKeys("transient-refused");
    assertThat(result.transientMaps()).isPositive();
    assertThat(shared.coherentRefused()).isEqualTo(result.failures().get("transient-refused"));
    assertThat(shared.coherentExpansions()).isPositive();
    assertThat(result.growth().get(0).timeNs()).as("after boot was paid").isGreaterThan(1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void confidentialSpikeIsServedByALargerCoherentPool(long seed) {
    var result =
        run(
            scenario("confidential-spike", "kernel", "swiotlb=2048 coherent_pool=4M")
                .withSeed(seed));
    assertThat(result.failed()).isZero();
    assertThat(result.sharedMemory().orElseThrow().coherentRefused()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fragmentedHostGrowsByHalvesAndThenFails(long seed) {
    var result = run(scenario("fragmented-host").withSeed(seed));
    assertThat(result.growth())
        .filteredOn(step -> "published".equals(step.event()))
        .extracting(step -> step.slots())
        .containsExactly(1024, 512, 512);
    assertThat(result.growth()).anyMatch(step -> "failed".equals(step.event()));
    assertThat(result.log()).anyMatch(line -> line.text().contains("Failed to allocate new pool"));
    assertThat(result.transientMaps()).isPositive();
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nicRefillTakesTransientPoolsWhileThreadsSleep(long seed) {
    var result = run(scenario("nic-refill").withSeed(seed));
    var card = device(result, "eth0");
    var disk = device(result, "sata0");
    assertThat(card.averageSlots(result.virtualNs())).isGreaterThan(200);
    assertThat(card.transientMaps()).isPositive();
    assertThat(card.time().growthWaitNs()).isZero();
    assertThat(disk.time().growthWaitNs()).isPositive();
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nvmeAlignmentFailsWhereABufferDoesNotFitItsTransientPool(long seed) {
    var result = run(scenario("nvme-alignment").withSeed(seed));
    assertThat(result.failures()).containsOnlyKeys("transient-does-not-fit");
    assertThat(result.transientMaps()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nvmeAlignmentDoesNotFailWithBuffersOnPages(long seed) {
    var result =
        run(
            scenario("nvme-alignment", "devices.nvme0.jobs.load.buffer-align", "4KiB")
                .withSeed(seed));
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void untrustedDeviceTakesTwiceTheSlots(long seed) {
    var result = run(scenario("untrusted-device").withSeed(seed));
    assertThat(device(result, "untrusted0").mostSlots())
        .isEqualTo(2 * device(result, "trusted0").mostSlots());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mixedDevicesShowWhoHoldsTheSlots(long seed) {
    var result = run(scenario("mixed-devices").withSeed(seed));
    var disk = device(result, "sata0");
    var drive = device(result, "nvme0");
    assertThat(drive.maps()).isGreaterThan(20 * disk.maps());
    assertThat(disk.slotNs()).isGreaterThan(20 * drive.slotNs());
    assertThat(disk.lifetime().percentile(50)).isGreaterThan(50 * drive.lifetime().percentile(50));
    assertThat(result.failed()).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void swiotlbNoneNeverBouncesAndFailsBeyondReach(long seed) {
    var result = run(scenario("swiotlb-none").withSeed(seed));
    assertThat(result.ioTlbNslabs()).isZero();
    assertThat(result.growth()).isEmpty();
    assertThat(result.directMaps()).isEqualTo(result.maps());
    assertThat(result.failures()).containsOnlyKeys("not-reachable");
    assertThat(device(result, "nvme0").failedMaps()).isZero();
    assertThat(device(result, "legacy0").givenUp()).isBetween(150L, 350L);
  }
}
