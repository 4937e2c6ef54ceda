package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.mapping;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.RecordedMapping;

class ReplayFactsTest {
  private static Map<String, Long> masks(RecordedMapping... mappings) {
    return ReplayFacts.minAlignMasksOf(List.of(mappings));
  }

  @Test
  void theLargestMaskInWhichAllAddressesAgreeIsTheDevices() {
    assertThat(
            masks(
                mapping(0, "nvme", 0x1_0200, 0x7850_0200),
                mapping(1, "nvme", 0x1_1e20, 0x7850_0e20)))
        .containsExactly(Map.entry("nvme", 4095L));
  }

  @Test
  void addressesThatDoNotAgreeTellOfNoMask() {
    assertThat(masks(mapping(0, "sata", 0x1_0200, 0x7850_0000))).isEmpty();
  }

  @Test
  void originalsOnPagesTellOfNoMask() {
    assertThat(masks(mapping(0, "sata", 0x1_0000, 0x7850_0000))).isEmpty();
  }

  @Test
  void addressesThatAreNotKnownTellNothing() {
    assertThat(
            masks(
                mapping(0, "nvme", 0x1_0220, RecordedMapping.FAILED),
                mapping(1, "nvme", 0x1_0220, RecordedMapping.UNKNOWN)))
        .isEmpty();
  }

  @Test
  void eachDeviceHasItsOwn() {
    assertThat(
            masks(
                mapping(0, "nvme", 0x1_1220, 0x7850_0220),
                mapping(1, "sata", 0x1_0220, 0x7850_0000)))
        .containsOnlyKeys("nvme");
  }

  @Test
  void theFirstSlotIsThatWhichHoldsTheAddress() {
    var facts = Recordings.smallMachine(Map.of("nvme", 4095L));
    assertThat(facts.firstSlotAddress(mapping(0, "nvme", 0x1_0e20, 0x7850_1e20)))
        .isEqualTo(0x7850_1800);
  }

  @Test
  void aGrowthIsAsLargeAsThePoolAtBoot() {
    assertThat(Recordings.smallMachine(Map.of()).growthAt(0x7cb0_0000))
        .isEqualTo(new PoolGeometry(0x7cb0_0000, 512, 4));
  }
}
