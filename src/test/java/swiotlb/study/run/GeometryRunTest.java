package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.run;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.GrowthStep.Event;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.ScenarioReader;

/** What the head of simulations/designs/geometry.conf says, and kernels with other units still. */
class GeometryRunTest {
  private static Measured geometry(Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    all.put("invariants", "on");
    all.put("check-payload", "on");
    return run(
        new ScenarioReader().read(java.nio.file.Path.of("simulations/designs/geometry.conf"), all));
  }

  @Test
  void mappingsOf512KibAreServedInSetsOf256Slots() {
    var result = geometry(Map.of());
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(1000);
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(result.get(RunFigures.GROWTH))
        .filteredOn(step -> step.event() == Event.PUBLISHED)
        .singleElement()
        .matches(step -> step.slots() == 1024 && step.areas() == 4);
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isEqualTo(2048);
  }

  @Test
  void theSameMappingsAreTooLargeForSetsOf128Slots() {
    var result = geometry(Map.of("design.geometry.slot-set", "128"));
    assertThat(result.get(RunFigures.MAPS)).isZero();
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("too-large");
    assertThat(result.get(RunFigures.GROWTH)).isEmpty();
  }

  @Test
  void cutIntoWhatThePublishedKernelMapsTheyAreServed() {
    var result =
        geometry(Map.of("design.geometry.slot-set", "128", "devices.sata0.max-segment", "0"));
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(2000);
    assertThat(RunFigures.failed(result)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "4 KiB, 128",
    "4 KiB, 256",
    "64 KiB, 256",
    "512, 1024",
    "16 KiB, 1024",
    "1 KiB, 8192"
  })
  void whateverTheUnitsAreTheInvariantsHoldAndNothingIsLost(String slotBytes, String setSlots) {
    var result =
        geometry(
            Map.of("design.geometry.slot-bytes", slotBytes, "design.geometry.slot-set", setSlots));
    assertThat(result.get(RunFigures.REQUESTS)).isEqualTo(1000);
    assertThat(result.get(RunFigures.IO_TLB_USED)).isZero();
  }

  @Test
  void transientPoolsOfSmallSlotsAreCutFromPages() {
    var result =
        geometry(
            Map.of(
                "design.geometry.slot-bytes", "512",
                "design.geometry.slot-set", "8",
                "devices.sata0.max-segment", "0"));
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(result.get(RunFigures.IO_TLB_TRANSIENT_NSLABS)).isZero();
  }
}
