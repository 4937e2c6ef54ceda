package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.device;
import static swiotlb.study.run.Simulations.run;
import static swiotlb.study.run.Simulations.scenario;

import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.GrowthStep.Event;
import swiotlb.figures.MapTime;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;

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
    var result = run(scenario("first-growth", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isEqualTo(2560);
    assertThat(result.get(RunFigures.GROWTH))
        .filteredOn(step -> step.event() == Event.PUBLISHED)
        .hasSize(4)
        .allMatch(step -> step.slots() == 512);
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void loadSpikeTakesTransientPoolsAndGrowsTooLate(long seed) {
    var result = run(scenario("load-spike", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isGreaterThan(150);
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(result.get(RunFigures.GROWTH))
        .extracting(step -> step.event())
        .containsExactly(
            Event.QUEUED,
            Event.STARTED,
            Event.QUEUED,
            Event.PUBLISHED,
            Event.STARTED,
            Event.PUBLISHED);
    assertThat(result.get(RunFigures.IO_TLB_USED_HIWATER))
        .isGreaterThan(result.get(RunFigures.IO_TLB_NSLABS));
  }

  /** Few seeds: its requests come from the recording, and it is read for each. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void recordedDiskGrowsAsTheRecordedKernelDid(long seed) {
    var result = run(scenario("recorded-disk", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isEqualTo(6);
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isEqualTo(3584);
    assertThat(result.get(RunFigures.IO_TLB_USED_HIWATER)).isEqualTo(3161);
    assertThat(RunFigures.failed(result)).isZero();
  }

  @Test
  void recordedDiskNeedsNoGrowthWithALargerPool() {
    var result = run(scenario("recorded-disk", "kernel", "swiotlb=4096,force"));
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isZero();
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void restrictedFillsUpAndNeverGrows(long seed) {
    var result = run(scenario("restricted", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("no-free-run");
    assertThat(result.get(RunFigures.RESTRICTED).get(0).get(RestrictedFigures.IO_TLB_USED_HIWATER))
        .isEqualTo(result.get(RunFigures.RESTRICTED).get(0).get(RestrictedFigures.IO_TLB_NSLABS))
        .isEqualTo(256);
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isZero();
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isZero();
    assertThat(result.get(RunFigures.GROWTH)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fullAlthoughHalfEmptyFailsAtLowUse(long seed) {
    var result = run(scenario("full-although-half-empty", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.FAILURES).get("no-free-run")).isGreaterThan(10);
    assertThat(result.get(RunFigures.LOG))
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
    var result =
        run(
            scenario(
                "full-although-half-empty", "kernel.dynamic", "true", "seed", Long.toString(seed)));
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void manyCpusWaitForTheLocksOfFewAreas(long seed) {
    var few = run(scenario("many-cpus-few-areas", "seed", Long.toString(seed)));
    var many =
        run(
            scenario(
                "many-cpus-few-areas",
                "kernel",
                "swiotlb=32768,32,force",
                "seed",
                Long.toString(seed)));
    assertThat(few.get(RunFigures.MAP_TIME).get(MapTime.LOCK_WAIT))
        .as("what mappings waited is what areas saw")
        .isEqualTo(
            few.get(RunFigures.AREAS).stream().mapToLong(a -> a.get(AreaFigures.WAIT_NS)).sum());
    assertThat(few.get(RunFigures.MAP_LATENCY).percentile(50))
        .isGreaterThan(5 * many.get(RunFigures.MAP_LATENCY).percentile(50));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void confidentialSpikeExhaustsTheCoherentPoolWhileItDoubles(long seed) {
    var result = run(scenario("confidential-spike", "seed", Long.toString(seed)));
    var shared = result.get(RunFigures.SHARED_MEMORY).orElseThrow();
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("transient-refused");
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(shared.get(SharedMemoryFigures.COHERENT_REFUSED))
        .isEqualTo(result.get(RunFigures.FAILURES).get("transient-refused"));
    assertThat(shared.get(SharedMemoryFigures.COHERENT_EXPANSIONS)).isPositive();
    assertThat(result.get(RunFigures.GROWTH).get(0).timeNs())
        .as("after boot was paid")
        .isGreaterThan(1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void confidentialSpikeIsServedByALargerCoherentPool(long seed) {
    var result =
        run(
            scenario(
                "confidential-spike",
                "kernel",
                "swiotlb=2048 coherent_pool=4M",
                "seed",
                Long.toString(seed)));
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(
            result
                .get(RunFigures.SHARED_MEMORY)
                .orElseThrow()
                .get(SharedMemoryFigures.COHERENT_REFUSED))
        .isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fragmentedHostGrowsByHalvesAndThenFails(long seed) {
    var result = run(scenario("fragmented-host", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.GROWTH))
        .filteredOn(step -> step.event() == Event.PUBLISHED)
        .extracting(step -> step.slots())
        .containsExactly(1024, 512, 512);
    assertThat(result.get(RunFigures.GROWTH)).anyMatch(step -> step.event() == Event.FAILED);
    assertThat(result.get(RunFigures.LOG))
        .anyMatch(line -> line.text().contains("Failed to allocate new pool"));
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nicRefillTakesTransientPoolsWhileThreadsSleep(long seed) {
    var result = run(scenario("nic-refill", "seed", Long.toString(seed)));
    var card = device(result, "eth0");
    var disk = device(result, "sata0");
    assertThat(card.get(DeviceFigures.AVERAGE_SLOTS)).isGreaterThan(200);
    assertThat(card.get(DeviceFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(card.get(DeviceFigures.MAP_TIME).get(MapTime.GROWTH_WAIT)).isZero();
    assertThat(disk.get(DeviceFigures.MAP_TIME).get(MapTime.GROWTH_WAIT)).isPositive();
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nvmeAlignmentFailsWhereABufferDoesNotFitItsTransientPool(long seed) {
    var result = run(scenario("nvme-alignment", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("transient-does-not-fit");
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nvmeAlignmentDoesNotFailWithBuffersOnPages(long seed) {
    var result =
        run(
            scenario(
                "nvme-alignment",
                "devices.nvme0.jobs.load.buffer-align",
                "4KiB",
                "seed",
                Long.toString(seed)));
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void untrustedDeviceTakesTwiceTheSlots(long seed) {
    var result = run(scenario("untrusted-device", "seed", Long.toString(seed)));
    assertThat(device(result, "untrusted0").get(DeviceFigures.MOST_SLOTS))
        .isEqualTo(2 * device(result, "trusted0").get(DeviceFigures.MOST_SLOTS));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void mixedDevicesShowWhoHoldsTheSlots(long seed) {
    var result = run(scenario("mixed-devices", "seed", Long.toString(seed)));
    var disk = device(result, "sata0");
    var drive = device(result, "nvme0");
    assertThat(drive.get(DeviceFigures.MAPS)).isGreaterThan(20 * disk.get(DeviceFigures.MAPS));
    assertThat(disk.get(DeviceFigures.AVERAGE_SLOTS))
        .isGreaterThan(20 * drive.get(DeviceFigures.AVERAGE_SLOTS));
    assertThat(disk.get(DeviceFigures.LIFETIME).percentile(50))
        .isGreaterThan(50 * drive.get(DeviceFigures.LIFETIME).percentile(50));
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void swiotlbNoneNeverBouncesAndFailsBeyondReach(long seed) {
    var result = run(scenario("swiotlb-none", "seed", Long.toString(seed)));
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isZero();
    assertThat(result.get(RunFigures.GROWTH)).isEmpty();
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isEqualTo(result.get(RunFigures.MAPS));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("not-reachable");
    assertThat(device(result, "nvme0").get(DeviceFigures.FAILED_MAPS)).isZero();
    assertThat(device(result, "legacy0").get(DeviceFigures.GIVEN_UP)).isBetween(150L, 350L);
  }
}
