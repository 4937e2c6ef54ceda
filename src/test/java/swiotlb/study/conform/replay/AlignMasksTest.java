package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.workload.ftrace.AlignMasks;
import swiotlb.workload.ftrace.RecordedMapping;

class AlignMasksTest {
  private static final long PAGE = 4095;

  private static Map<String, List<Long>> possible(RecordedMapping... mappings) {
    return AlignMasks.possible(List.of(mappings));
  }

  @Test
  void lowBitsOfABounceAddressProveAMask() {
    assertThat(possible(mapping(0, "nvme", 0x1_0200, 0x7850_0200)).get("nvme"))
        .doesNotContain(0L)
        .startsWith(PAGE)
        .contains(0x3ffL, 0x7ffL);
  }

  @Test
  void addressesThatDoNotAgreeTellOfNoMask() {
    assertThat(possible(mapping(0, "sata", 0x1_0200, 0x7850_0000)).get("sata"))
        .containsExactly(0L, 0x1ffL);
  }

  @Test
  void originalsOnPagesLeaveItOpen() {
    assertThat(possible(mapping(0, "sata", 0x1_0000, 0x7850_0000)).get("sata"))
        .startsWith(0L)
        .contains(PAGE);
  }

  @Test
  void addressesThatAreNotKnownTellNothing() {
    assertThat(
            possible(
                mapping(0, "nvme", 0x1_0220, RecordedMapping.FAILED),
                mapping(1, "nvme", 0x1_0220, RecordedMapping.UNKNOWN)))
        .isEmpty();
  }

  @Test
  void eachDeviceHasItsOwn() {
    assertThat(
            AlignMasks.of(
                List.of(
                    mapping(0, "nvme", 0x1_1220, 0x7850_0220),
                    mapping(1, "sata", 0x1_0220, 0x7850_0000))))
        .containsExactly(Map.entry("nvme", PAGE));
  }

  @Test
  void ofPossibleMasksThatCountsUnderWhichMostLieWhereTheyWere() {
    var chosen =
        AlignMasks.chosen(
            Map.of("nvme", List.of(0L, PAGE)), masks -> masks.containsValue(PAGE) ? 7 : 3);
    assertThat(chosen).containsExactly(Map.entry("nvme", PAGE));
  }

  @Test
  void whereNoneFitsBetterItIsUnknown() {
    assertThat(AlignMasks.chosen(Map.of("sata", List.of(0L, PAGE)), masks -> 5)).isEmpty();
  }

  @Test
  void whereOneIsProvenTheLikeliestIsTaken() {
    assertThat(AlignMasks.chosen(Map.of("nvme", List.of(PAGE, 0x3ffL)), masks -> 5))
        .containsExactly(Map.entry("nvme", PAGE));
  }

  @Test
  void devicesAreChosenForOneAfterTheOther() {
    var asked = new ArrayList<Map<String, Long>>();
    var chosen =
        AlignMasks.chosen(
            Map.of("a", List.of(0L, PAGE)),
            masks -> {
              asked.add(Map.copyOf(masks));
              return masks.getOrDefault("a", 0L) == 0 ? 9 : 8;
            });
    assertThat(chosen).containsExactly(Map.entry("a", 0L));
    assertThat(asked).containsExactly(Map.of("a", 0L), Map.of("a", PAGE));
  }
}
