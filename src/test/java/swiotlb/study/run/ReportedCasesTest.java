package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.study.run.Simulations.device;
import static swiotlb.study.run.Simulations.run;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.RestrictedFigures;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Devices as people reported them. */
class ReportedCasesTest {
  private static Scenario reported(String name, Map<String, String> overrides) {
    return new ScenarioReader()
        .read(Path.of("src/test/resources/cases/reports", name + ".conf"), overrides);
  }

  private static Scenario reported(String name) {
    return reported(name, Map.of());
  }

  @Test
  void packetsAtAnyAddressOfAnUntrustedControllerBounceWithoutForce() {
    var result = run(reported("r16-dock-untrusted"));
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isZero();
    assertThat(device(result, "xhci0").get(DeviceFigures.MOST_SLOTS)).isEqualTo(16);
  }

  @Test
  void wholeGranulesOfAnUntrustedDeviceDoNotBounceThoughForced() {
    var result =
        run(
            reported(
                "r16-dock-untrusted",
                Map.of(
                    "kernel",
                    "swiotlb=32768,force",
                    "devices.xhci0.jobs.tx.block",
                    "8 KiB",
                    "devices.xhci0.jobs.tx.buffer-align",
                    "4 KiB")));
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isEqualTo(200);
  }

  @Test
  void aDriverThatNeverSyncsEndsWithTheFirstWrongByte() {
    var outcome =
        Simulations.onOneEngine(reported("r18-driver-never-syncs"), ScenarioRun.Options.plain());
    assertThat(String.valueOf(outcome.ending().failure()))
        .contains("byte 0 of 2048: without a sync the driver reads");
  }

  @Test
  void aDriverThatReadsBeforeItsSyncEndsWithTheFirstWrongByte() {
    var outcome =
        Simulations.onOneEngine(
            reported(
                "r18-driver-never-syncs",
                Map.of(
                    "devices.eth0.jobs.rx.skip-sync",
                    "false",
                    "devices.eth0.jobs.rx.reads-early",
                    "true")),
            ScenarioRun.Options.plain());
    assertThat(String.valueOf(outcome.ending().failure())).contains("without a sync the driver");
  }

  @Test
  void aDriverThatSyncsWhatItReadsMaySkipTheRest() {
    run(reported("r18-driver-never-syncs", Map.of("devices.eth0.jobs.rx.syncs", "1")));
  }

  @Test
  void twoDevicesShareOneRestrictedRegionAndItSaysSo() {
    var scenario = reported("r19-shared-region");
    var result = run(scenario);
    assertThat(scenario.reservedRanges()).hasSize(2);
    assertThat(result.get(RunFigures.RESTRICTED))
        .singleElement()
        .satisfies(
            pool -> {
              assertThat(pool.get(RestrictedFigures.DEVICE)).isEqualTo("blk0+net0");
              assertThat(pool.get(RestrictedFigures.IO_TLB_NSLABS)).isEqualTo(8192);
              assertThat(pool.get(RestrictedFigures.IO_TLB_USED_HIWATER)).isGreaterThan(2048 + 256);
            });
  }

  @Test
  void aDepthBeyondTheQueueOfTheDeviceIsSaidAloud() {
    assertThat(reported("sevmin").notes())
        .singleElement()
        .asString()
        .contains("the jobs ask for 6144 requests in flight, but the device has one queue of 256");
  }

  @Test
  void withAQueueForEachCpuAllOfTheDepthIsInFlight() {
    var scenario = reported("sevmin", Map.of("devices.eth0.queues", "per-cpu"));
    assertThat(scenario.notes()).isEmpty();
    assertThat(device(run(scenario), "eth0").get(DeviceFigures.MOST_IN_FLIGHT)).isEqualTo(6144);
  }

  @Test
  void aGuestThatMayBeUnderXenIsToldWhatIsNotSimulated() {
    assertThat(reported("r23-xen-camera").notes())
        .anySatisfy(
            note ->
                assertThat(note)
                    .contains("a Xen guest also bounces buffers")
                    .contains("this is not simulated"));
    assertThat(reported("r23-xen-camera", Map.of("kernel", "swiotlb=2048,force")).notes())
        .noneMatch(note -> note.contains("Xen"));
  }

  @Test
  void equalDevicesAreWrittenOnce() {
    var scenario = reported("sevmin", Map.of("devices.eth0.count", "32", "cpus", "1"));
    assertThat(scenario.devices())
        .extracting(Scenario.Device::name)
        .hasSize(32)
        .startsWith("eth0", "eth1")
        .endsWith("eth31");
  }

  @Test
  void anEqualDeviceOfTheSameNameAsAnotherOneIsRefused() {
    assertThatThrownBy(
            () ->
                reported(
                    "rpi",
                    Map.of("devices.usb0.count", "2", "devices.usb1", "{ jobs.j.count = 1 }")))
        .hasMessageContaining("has two devices usb1");
  }

  @Test
  void costsAreSetWhereValidateShowsThem() {
    var scenario =
        reported(
            "snp24",
            Map.of(
                "platform.lock", "50ns", "encryption.share-per-page", "3us", "costs.unmap", "7ns"));
    assertThat(scenario.platform().lockNs()).isEqualTo(50);
    assertThat(scenario.platform().unmapNs()).isEqualTo(7);
    assertThat(scenario.encryption().sharePerPageNs()).isEqualTo(3000);
    assertThat(scenario.encryption().encrypted()).isTrue();
  }

  @Test
  void aConfidentialGuestOfManyCpusBouncesEverythingInItsOnePool() {
    var result = run(reported("snp24"));
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isEqualTo(262_144);
    assertThat(result.get(RunFigures.FAILURES)).isEmpty();
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isZero();
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isZero();
  }

  @Test
  void coherentMemoryOfAnInterruptExhaustsItsPoolWhereNothingIsEncrypted() {
    assertThat(run(reported("r21-coherent-usb")).get(RunFigures.FAILURES))
        .containsOnlyKeys("coherent-pool-exhausted");
  }

  @Test
  void aWarningThatTheKernelGivesOnceABootIsLoggedOnce() {
    var run = run(reported("rpi"));
    assertThat(run.get(RunFigures.FAILURES).get("not-reachable")).isEqualTo(234);
    assertThat(run.get(RunFigures.LOG)).hasSize(1);
    assertThat(run.get(RunFigures.LOG).get(0).text()).contains("swiotlb addr", "overflow");
  }
}
