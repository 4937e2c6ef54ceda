package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.input.InputException;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.GrowthRecord;

class WhatIfTest {
  private static WhatIf.Source recording(String name) {
    return new WhatIf.Source(Recordings.folder(name), Recordings.read(name, true), true, true);
  }

  private static WhatIf.Outcome run(WhatIf.Source source, String cmdline) {
    return WhatIf.run(source, cmdline, OptionalLong.empty());
  }

  @ParameterizedTest
  @CsvSource({"ahci-16deep-growing,8011", "virtio-16deep-growing,7742"})
  void aLargerPoolNeedsNoGrowthAndNoTransientPools(String name, long maps) {
    var outcome = run(recording(name), "swiotlb=32768,force");
    assertThat(outcome.maps()).isEqualTo(maps);
    assertThat(outcome.transientMaps()).isZero();
    assertThat(outcome.growths()).isZero();
    assertThat(outcome.nslabs()).isEqualTo(32768);
  }

  @ParameterizedTest
  @CsvSource({"ahci-small-growing,2", "virtio-big-default,35"})
  void theSameConfigurationKeepsTheHighWaterMark(String name, long hiwater) {
    var recording = recording(name);
    assertThat(run(recording, recording.recording().cmdline()).hiwater()).isEqualTo(hiwater);
  }

  @Test
  void theSameConfigurationGrowsAgain() {
    var recording = recording("ahci-16deep-growing");
    assertThat(run(recording, recording.recording().cmdline()).growths()).isPositive();
  }

  @Test
  void aRecordingThatIsKnownIsNotReadAgain() {
    var known = recording("ahci-small-growing");
    var elsewhere = new WhatIf.Source(Path.of("nowhere"), known.recording(), true, true);
    assertThat(run(elsewhere, "swiotlb=512,force")).isEqualTo(run(known, "swiotlb=512,force"));
  }

  @Test
  void aKernelThatMayNotBounceIsNoAlternative() {
    var recording = recording("ahci-small-growing");
    assertThatThrownBy(() -> run(recording, "swiotlb=noforce"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("every recorded mapping needs one");
  }

  @Test
  void aWorkerThatNeverComesLeavesTheBurstToTransientPools() {
    var recording = recording("ahci-16deep-growing");
    var late =
        WhatIf.run(recording, recording.recording().cmdline(), OptionalLong.of(3_600_000_000_000L));
    assertThat(late.transientMaps())
        .isGreaterThan(run(recording, recording.recording().cmdline()).transientMaps());
  }

  @Test
  void thePoolComesAfterTheMedianOfTheRecordedDelays() {
    var recording =
        Recordings.recording(
            Recordings.pagesAt(0), List.of(after(7_000), after(-1), after(2_000), after(3_000)));
    assertThat(WhatIf.workerDelayNs(recording)).isEqualTo(3_000);
  }

  @Test
  void whereNoDelayWasRecordedItIsAMillisecond() {
    var recording = Recordings.recording(Recordings.pagesAt(0), List.of(after(-1)));
    assertThat(WhatIf.workerDelayNs(recording)).isEqualTo(1_000_000);
  }

  @Test
  void theWorkloadIsAScenarioInWhichEachMappingBounces() {
    var text =
        WhatIf.scenario(recording("ahci-small-growing"), "quiet swiotlb=4096", OptionalLong.of(7));
    assertThat(text)
        .contains("kernel.cmdline = \"quiet swiotlb=4096,force\"")
        .contains("costs.worker-start = 7 ns")
        .contains("costs.page-allocation = 0 ns", "costs.prepare-per-mib = 0 ns");
    assertThat(WhatIf.scenario(recording("ahci-small-growing"), "", OptionalLong.of(7)))
        .contains("kernel.cmdline = \"swiotlb=force\"");
    assertThat(WhatIf.scenario(recording("ahci-small-growing"), "swiotlb=64M", OptionalLong.of(7)))
        .as("where the word would be lost at the end")
        .contains("kernel.cmdline = \"swiotlb=force swiotlb=64M\"");
  }

  @Test
  void aCommandLineThatCannotBeReadIsNamed() {
    var recording = recording("ahci-small-growing");
    assertThatThrownBy(() -> run(recording, "coherent_pool=9999999G"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("--cmdline: ");
  }

  private static GrowthRecord after(long delayNs) {
    return new GrowthRecord(1, 2, new PoolGeometry(0x7cb0_0000L, 512, 4), delayNs);
  }

  @Test
  void aStaticKernelFailsWhereAnotherGrows() {
    var recorded = recording("ahci-16deep-growing");
    var asStatic =
        new WhatIf.Source(recorded.file(), recorded.recording(), recorded.usesProbes(), false);
    var outcome = run(asStatic, recorded.recording().cmdline());
    assertThat(outcome.growths()).isZero();
    assertThat(outcome.transientMaps()).isZero();
    assertThat(outcome.failedMaps()).isPositive();
    assertThat(outcome.nslabs()).isEqualTo(512);
  }
}
