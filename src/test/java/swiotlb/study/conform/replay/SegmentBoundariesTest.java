package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.POOL;
import static swiotlb.study.conform.replay.Recordings.mapping;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import swiotlb.workload.ftrace.RecordedMapping;

class SegmentBoundariesTest {
  private static final ReplayFacts MACHINE = Recordings.smallMachine(Map.of());

  private static List<RecordedMapping> pages(String device, long first) {
    return IntStream.range(0, 10)
        .mapToObj(i -> mapping(i, device, 0x10_0000L + i * 4096L, first + i * 4096L))
        .toList();
  }

  private static Map<String, Long> chosen(
      List<RecordedMapping> mappings, long without, long withBoundary) {
    return SegmentBoundaries.chosen(
        mappings, MACHINE, f -> f.boundaryMasks().isEmpty() ? without : withBoundary);
  }

  @Test
  void oneThatExplainsHalfOfTheRestIsChosen() {
    assertThat(chosen(pages("ide", POOL), 6, 8)).containsExactly(Map.entry("ide", 0xffffL));
  }

  @Test
  void oneThatExplainsLittleIsChance() {
    assertThat(chosen(pages("ide", POOL), 6, 7)).isEmpty();
  }

  @Test
  void whereAllIsExplainedNoneIsChosen() {
    assertThat(chosen(pages("ide", POOL), 10, 10)).isEmpty();
  }

  @Test
  void aBufferThatCrossesDisprovesIt() {
    assertThat(chosen(pages("ide", POOL + 0xf800), 6, 10)).isEmpty();
  }

  @Test
  void addressesThatAreNotKnownTellNothing() {
    assertThat(chosen(List.of(mapping(0, "ide", 0x10_0000, RecordedMapping.FAILED)), 0, 1))
        .isEmpty();
  }

  @Test
  void theDeviceIsAskedForNoMoreThanItsBoundary() {
    var within = MACHINE.within(Map.of("ide", 0xffffL));
    assertThat(within.limits("ide").segBoundaryMask()).isEqualTo(0xffffL);
    assertThat(within.limits("nvme").segBoundaryMask()).isEqualTo(0xffff_ffffL);
  }
}
