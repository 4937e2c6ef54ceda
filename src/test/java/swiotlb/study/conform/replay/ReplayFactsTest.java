package swiotlb.study.conform.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.conform.replay.Recordings.mapping;

import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;

class ReplayFactsTest {
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
