package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A kernel that was rebuilt with slots of 4 KiB in sets of 256. */
class SlotUnitsTest {
  private static final SlotUnits REBUILT = new SlotUnits(4096, 256);
  private static final DeviceLimits DEVICE = minAlign(0);

  private static DeviceLimits minAlign(long mask) {
    return new DeviceLimits(-1L, 0, 0, mask, 0xffff_ffffL, REBUILT);
  }

  private static PoolGeometry pool(long start, int slots, int areas) {
    return new PoolGeometry(start, slots, areas, REBUILT);
  }

  @Test
  void thePublishedKernelsHaveSlotsOf2KibInSetsOf128() {
    assertThat(SlotUnits.DEFAULT).isEqualTo(new SlotUnits(2048, 128));
    assertThat(SlotUnits.DEFAULT.maxMappingBytes()).isEqualTo(262_144);
    assertThat(SlotUnits.DEFAULT.minPoolSlots()).isEqualTo(512);
    assertThat(SlotUnits.DEFAULT.defaultPoolSlots()).isEqualTo(32_768);
    assertThat(SlotUnits.DEFAULT.isUsual()).isTrue();
  }

  @Test
  void whatFollowsFromThemFollows() {
    assertThat(REBUILT.maxMappingBytes()).isEqualTo(1 << 20);
    assertThat(REBUILT.minPoolSlots()).isEqualTo(256);
    assertThat(REBUILT.defaultPoolSlots()).isEqualTo(16_384);
    assertThat(REBUILT.ofBytes(4097)).isEqualTo(2);
    assertThat(REBUILT.toBytes(3)).isEqualTo(12_288);
    assertThat(REBUILT.roundUpToSlotSet(257)).isEqualTo(512);
    assertThat(REBUILT.pageOrder(256)).isEqualTo(8);
    assertThat(REBUILT.isUsual()).isFalse();
  }

  @Test
  void whatNoKernelCouldHaveIsRefusedInWords() {
    assertThatThrownBy(() -> new SlotUnits(3000, 128))
        .hasMessage("a slot cannot have 3000 bytes; it has a power of two of them, 512 to 65536");
    assertThatThrownBy(() -> new SlotUnits(2048, 4))
        .hasMessage("a slot set cannot have 4 slots; it has a power of two of them, 8 to 8192");
    assertThatThrownBy(() -> new SlotUnits(65536, 8192))
        .hasMessageContaining("8192 slots of 65536 bytes; it has at most 67108864 bytes");
  }

  @Test
  void aMappingOf512KibFitsASetOf256SlotsAndNotOneOf128() {
    var larger = new DeviceLimits(-1L, 0, 0, 0, 0xffff_ffffL, new SlotUnits(2048, 256));
    assertThat(Demand.ofBuffer(DeviceLimits.NONE, 0, 512 << 10, 0).tooLarge()).isTrue();
    assertThat(Demand.ofBuffer(larger, 0, 512 << 10, 0).tooLarge()).isFalse();
    assertThat(Demand.ofBuffer(larger, 0, (512 << 10) + 1, 0).tooLarge()).isTrue();
  }

  @Test
  void theLargestMappingLeavesRoomForTheOffset() {
    assertThat(minAlign(0).maxMappingBytes()).isEqualTo(1 << 20);
    assertThat(minAlign(4095).maxMappingBytes()).isEqualTo((1 << 20) - 4096);
    assertThat(minAlign(511).maxMappingBytes()).isEqualTo((1 << 20) - 4096);
  }

  @Test
  void theOffsetWithinASlotIsKept() {
    var demand = Demand.ofBuffer(minAlign(4095), 0x1_2a00L, 4096, 0);
    assertThat(demand.offsetBytes()).isEqualTo(0xa00);
    assertThat(demand.slots()).isEqualTo(2);
    assertThat(demand.paddingSlots()).isZero();
  }

  @Test
  void aSlotAsLargeAsAPageNeedsNoFurtherAlignment() {
    assertThat(Demand.ofBuffer(DEVICE, 0x1000, 8192, 0).period()).isEqualTo(1);
    assertThat(Demand.ofBuffer(DeviceLimits.NONE, 0x1000, 8192, 0).period()).isEqualTo(2);
  }

  @Test
  void smallerSlotsAlignPagesToMoreOfThem() {
    var small = new DeviceLimits(-1L, 0, 0, 0, 0xffff_ffffL, new SlotUnits(512, 128));
    assertThat(Demand.ofBuffer(small, 0x1000, 8192, 0).period()).isEqualTo(8);
    assertThat(Demand.ofBuffer(small, 0x1000, 100, 0).slots()).isEqualTo(1);
  }

  @Test
  void aBufferRunsOnWhereASmallerSetWouldEnd() {
    var area = new AreaSlots(pool(0x4000_0000L, 512, 1), 0);
    assertThat(area.map(0, Demand.ofBuffer(DEVICE, 0, 100 * 4096, 0))).isZero();
    assertThat(area.map(0, Demand.ofBuffer(DEVICE, 0, 100 * 4096, 0))).isEqualTo(100);
    assertThat(area.map(0, Demand.ofBuffer(DEVICE, 0, 100 * 4096, 0))).isEqualTo(256);
  }

  @Test
  void aSyncFindsItsBufferFarFromTheSetsBeginning() {
    var area = new AreaSlots(pool(0x4000_0000L, 256, 1), 0);
    var demand = Demand.ofBuffer(minAlign(0xfff), 0x1_2a00L, 900 << 10, 0);
    assertThat(area.map(0, demand)).isZero();
    var last = 0x4000_0a00L + (900 << 10) - 16;
    assertThat(area.syncableBytes(last, 64)).isEqualTo(16);
    assertThat(area.originalAddressOf(last)).isEqualTo(0x1_2a00L + (900 << 10) - 16);
    assertThat(area.syncableBytes(0x4000_09ffL, 1)).isZero();
  }

  @Test
  void areasSmallerThanASlotSetShareTheirOwner() {
    assertThat(pool(0x4000_0000L, 512, 2).areasPerOwner()).isEqualTo(1);
    assertThat(pool(0x4000_0000L, 512, 4).areasPerOwner()).isEqualTo(2);
    assertThat(pool(0x4000_0000L, 512, 4).bytes()).isEqualTo(2 << 20);
    assertThat(pool(0x4000_0000L, 512, 4).slotOf(0x4000_1fffL)).isEqualTo(1);
  }

  @Test
  void aPoolBeginsOnASlot() {
    assertThatThrownBy(() -> pool(0x4000_0800L, 256, 1))
        .hasMessage("a pool cannot start at 0x40000800, within a slot");
  }
}
