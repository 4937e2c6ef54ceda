package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.run;
import static swiotlb.study.run.Simulations.scenario;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.GrowthStep.Event;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;

/** Whole runs in memory that is encrypted, with a hypervisor that refuses now and then. */
class EncryptedRunTest {
  private static final String SPIKE = "confidential-spike";
  private static final long PAGE_BYTES = 4096;

  private static Measured shared(Measured result) {
    return result.get(RunFigures.SHARED_MEMORY).orElseThrow();
  }

  /** A hypervisor that refuses to share now and then, and then keeps what it was to return. */
  private static Measured withStuckPages(long seed) {
    return run(
        scenario(
            SPIKE,
            "encryption.refused-per-mille",
            "500",
            "encryption.stuck-per-mille",
            "700",
            "seed",
            Long.toString(seed)));
  }

  /** Pages that the page allocator has, or gave to pools, or has lost. */
  private static long pagesThatAreKnown(Measured result) {
    var free =
        result
            .get(RunFigures.BUDDYINFO)
            .lines()
            .map(line -> line.replaceAll(".*zone +\\w+", "").strip().split(" +"))
            .mapToLong(EncryptedRunTest::pages)
            .sum();
    var added = Math.max(0, result.get(RunFigures.IO_TLB_NSLABS) - 2048) * 2048 / PAGE_BYTES;
    var coherent = shared(result).get(SharedMemoryFigures.COHERENT_BYTES) / PAGE_BYTES;
    return free + added + coherent + shared(result).get(SharedMemoryFigures.LEAKED_PAGES);
  }

  private static long pages(String[] blocksByOrder) {
    var pages = 0L;
    for (var order = 0; order < blocksByOrder.length; order++) {
      pages += Long.parseLong(blocksByOrder[order]) << order;
    }
    return pages;
  }

  @Test
  void theDefaultPoolAndTheCoherentPoolsAreSharedAtBoot() {
    var idle = run(scenario(SPIKE, "devices.eth0.jobs.burst.count", "1"));
    assertThat(shared(idle).get(SharedMemoryFigures.SHARED_BYTES))
        .isEqualTo((4L << 20) + 3 * (512L << 10));
    assertThat(shared(idle).get(SharedMemoryFigures.CALLS)).isEqualTo(4);
  }

  @Test
  void bootWaitsForTheHypervisor() {
    var idle = run(scenario(SPIKE, "devices.eth0.jobs.burst.count", "1"));
    var pages = shared(idle).get(SharedMemoryFigures.SHARED_BYTES) / PAGE_BYTES;
    assertThat(shared(idle).get(SharedMemoryFigures.SPENT_NS)).isEqualTo(4 * 900 + pages * 3_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void noPageDisappearsUnlessItIsCountedAsLost(long seed) {
    var undisturbed = run(scenario(SPIKE));
    assertThat(pagesThatAreKnown(withStuckPages(seed))).isEqualTo(pagesThatAreKnown(undisturbed));
  }

  @Test
  void pagesThatAreStuckAreLostAndSaidToBe() {
    var lost = Arrays.asList(withStuckPages(1), withStuckPages(2), withStuckPages(3));
    assertThat(lost).anyMatch(result -> shared(result).get(SharedMemoryFigures.LEAKED_PAGES) > 0);
    assertThat(lost).allMatch(result -> shared(result).get(SharedMemoryFigures.REFUSALS) > 0);
  }

  @Test
  void nothingIsLostWhereTheHypervisorReturnsWhatItRefused() {
    var result = run(scenario(SPIKE, "encryption.refused-per-mille", "500"));
    assertThat(shared(result).get(SharedMemoryFigures.REFUSALS)).isPositive();
    assertThat(shared(result).get(SharedMemoryFigures.LEAKED_PAGES)).isZero();
  }

  @Test
  void whereNothingIsSharedAllComesBack() {
    var result = run(scenario(SPIKE, "encryption.refused-per-mille", "1000"));
    assertThat(shared(result).get(SharedMemoryFigures.SHARED_BYTES)).isZero();
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("transient-refused");
    assertThat(pagesThatAreKnown(result)).isEqualTo(pagesThatAreKnown(run(scenario(SPIKE))));
  }

  @Test
  void aLimitOfSharedMemoryStopsGrowth() {
    var result = run(scenario(SPIKE, "encryption.shared-limit", "6 MiB"));
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isZero();
    assertThat(result.get(RunFigures.GROWTH)).anyMatch(step -> step.event() == Event.FAILED);
    assertThat(result.get(RunFigures.LOG))
        .anyMatch(line -> line.text().contains("Failed to allocate new pool"));
  }

  @Test
  void noMoreIsSharedThanTheLimit() {
    var result = run(scenario(SPIKE, "encryption.shared-limit", "6 MiB"));
    assertThat(shared(result).get(SharedMemoryFigures.SHARED_BYTES)).isLessThanOrEqualTo(6 << 20);
  }

  @Test
  void aDeviceThatReachesEncryptedMemoryUsesBuffersAsTheyAre() {
    var result = run(scenario(SPIKE, "devices.eth0.reaches-encrypted", "true"));
    assertThat(result.get(RunFigures.DIRECT_MAPS))
        .isEqualTo(result.get(RunFigures.MAPS))
        .isEqualTo(256);
  }

  @Test
  void transientPoolsOfADeviceThatReachesEncryptedMemoryComeFromThePageAllocator() {
    var result =
        run(
            scenario(
                SPIKE, "devices.eth0.reaches-encrypted", "true", "kernel", "swiotlb=2048,force"));
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isGreaterThan(100);
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(shared(result).get(SharedMemoryFigures.COHERENT_HIWATER_BYTES)).isZero();
  }

  @Test
  void withoutBounceBuffersADeviceReachesNothing() {
    var result = run(scenario(SPIKE, "kernel", "swiotlb=noforce"));
    assertThat(result.get(RunFigures.MAPS)).isZero();
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("not-reachable");
  }

  @Test
  void aPlainMachineSharesNothing() {
    assertThat(run(scenario(SPIKE, "encryption.kind", "none")).get(RunFigures.SHARED_MEMORY))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyByteArrivesInEncryptedMemoryToo(long scheduleSeed) {
    var result =
        run(
            scenario(SPIKE, "check-payload", "true", "encryption.refused-per-mille", "300"),
            Simulations.scheduled(scheduleSeed));
    assertThat(result.get(RunFigures.REQUESTS) + result.get(RunFigures.GIVEN_UP)).isEqualTo(256);
  }
}
