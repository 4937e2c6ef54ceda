package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DemandTest {
  private static DeviceLimits minAlign(long mask) {
    return new DeviceLimits(-1L, 0, mask, 0xffff_ffffL);
  }

  @Test
  void anNvmeBufferKeepsItsOffsetWithinThePage() {
    var demand = Demand.ofBuffer(minAlign(4095), 0x1_2a00L, 4096, 0);
    assertThat(demand.offsetBytes()).isEqualTo(0x200);
    assertThat(demand.slots()).isEqualTo(3);
  }

  @Test
  void anIommuGranuleRoundsUpAndCountsPadding() {
    var demand = Demand.ofBuffer(minAlign(4095), 0x1_2a00L, 4096, 4095);
    assertThat(demand.offsetBytes()).isEqualTo(0xa00);
    assertThat(demand.paddingSlots()).isEqualTo(1);
    assertThat(demand.slots()).isEqualTo(4);
  }

  @Test
  void paddingCanMakeAMappingTooLarge() {
    assertThat(Demand.ofBuffer(minAlign(2047), 0x1800, 262_144, 0).tooLarge()).isFalse();
    assertThat(Demand.ofBuffer(minAlign(2047), 0x1801, 262_144, 0).tooLarge()).isTrue();
  }

  @Test
  void pagesAreAlignedToTheirSizeRoundedUp() {
    var demand = Demand.ofPages(DeviceLimits.NONE, 12_288);
    assertThat(demand.slots()).isEqualTo(6);
    assertThat(demand.period()).isEqualTo(8);
  }

  @Test
  void theStrideOfMasksThatOverlapIsNotTheirPeriod() {
    var demand = Demand.ofBuffer(minAlign(16383), 0x1000, 4096, 4095);
    assertThat(demand.period()).isEqualTo(8);
    assertThat(demand.stride()).isEqualTo(7);
  }

  @Test
  void masksThatAreNoPowerOfTwoLessOneAreRefusedInWords() {
    assertThatThrownBy(() -> Demand.ofBuffer(DeviceLimits.NONE, 0, 1, 0x1001))
        .hasMessage("alloc_align_mask 0x1001 is not a power of two less one");
    assertThatThrownBy(() -> minAlign(0x800)).hasMessageContaining("min_align_mask 0x800");
    assertThatThrownBy(() -> minAlign(0xffff_ffffL)).hasMessageContaining("larger than");
    assertThatThrownBy(() -> new DeviceLimits(-1L, 0, 0, 0xfff0))
        .hasMessageContaining("segment boundary mask 0xfff0");
    assertThatThrownBy(() -> Demand.ofBuffer(DeviceLimits.NONE, 0, 0, 0))
        .hasMessage("a buffer of 0 bytes cannot be mapped");
  }

  @Test
  void aDeviceReachesTheSmallerOfMaskAndBusLimit() {
    var device = new DeviceLimits(0xffff_ffffL, 0x3fff_ffffL, 0, -1L);
    assertThat(device.reaches(0x3fff_f000L, 4096)).isTrue();
    assertThat(device.reaches(0x3fff_f000L, 4097)).isFalse();
    assertThat(DeviceLimits.NONE.reaches(-4096L, 4096)).isTrue();
    assertThat(new DeviceLimits(0xfff, 0x3fff_ffffL, 0, -1L).reach()).isEqualTo(0xfff);
  }

  @Test
  void theLargestMappingLeavesRoomForTheOffset() {
    assertThat(DeviceLimits.NONE.maxMappingBytes()).isEqualTo(262_144);
    assertThat(minAlign(4095).maxMappingBytes()).isEqualTo(258_048);
    assertThat(minAlign(511).maxMappingBytes()).isEqualTo(260_096);
  }
}
