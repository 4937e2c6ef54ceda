package swiotlb.kernel.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AreaSlotsTest {
  private static final PoolGeometry ONE_AREA = new PoolGeometry(0x4000_0000L, 256, 1);

  private final AreaSlots area = new AreaSlots(ONE_AREA, 0);

  private static Demand bytes(long size) {
    return Demand.ofBuffer(DeviceLimits.NONE, 0x1234_5000L, size, 0);
  }

  @Test
  void firstBufferBeginsAtSlotZeroAndTheNextOneBehindIt() {
    assertThat(area.map(0, bytes(4096))).isZero();
    assertThat(area.map(0, bytes(4096))).isEqualTo(2);
    assertThat(area.hint(0)).isEqualTo(4);
    assertThat(area.used(0)).isEqualTo(4);
  }

  @Test
  void buffersOfAPageOrMoreArePageAlignedByHabit() {
    area.map(0, bytes(2048));
    assertThat(area.map(0, bytes(4096))).isEqualTo(2);
    assertThat(area.steppedOver()).isEqualTo(1);
  }

  @Test
  void aBufferNeverCrossesTheEndOfASlotSet() {
    area.map(0, bytes(100 * 2048));
    assertThat(area.map(0, bytes(64 * 2048))).isEqualTo(128);
  }

  @Test
  void releaseDoesNotMoveTheHint() {
    var slot = area.map(0, bytes(4096));
    area.unmap(slot);
    assertThat(area.map(0, bytes(4096))).isEqualTo(2);
  }

  @Test
  void wrapsToSlotZeroAtTheEndOfTheArea() {
    area.map(0, bytes(128 * 2048));
    var second = area.map(0, bytes(128 * 2048));
    area.unmap(0);
    assertThat(second).isEqualTo(128);
    assertThat(area.hint(0)).isZero();
    assertThat(area.map(0, bytes(2048))).isZero();
  }

  @Test
  void searchesFromTheSlotThatIsToldAsIfTheLastHadEndedThere() {
    area.searchFrom(0, 100);
    assertThat(area.map(0, bytes(4096))).isEqualTo(100);
    assertThatThrownBy(() -> area.searchFrom(0, 256))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be searched from slot");
  }

  @Test
  void refusesWithoutAScanWhereTooFewSlotsAreFree() {
    area.map(0, bytes(128 * 2048));
    area.map(0, bytes(100 * 2048));
    assertThat(area.map(0, bytes(29 * 2048))).isEqualTo(AreaSlots.NOT_FOUND);
    assertThat(area.refusal()).isEqualTo(Refusal.TOO_FEW_FREE);
    assertThat(area.steppedOver()).isZero();
  }

  @Test
  void fullAlthoughHalfEmpty() {
    for (var i = 0; i < 128; i++) {
      area.map(0, bytes(4096));
    }
    for (var slot = 0; slot < 256; slot += 4) {
      area.unmap(slot);
    }
    assertThat(area.used(0)).isEqualTo(128);
    assertThat(area.map(0, bytes(8192))).isEqualTo(AreaSlots.NOT_FOUND);
    assertThat(area.refusal()).isEqualTo(Refusal.NO_LONG_RUN);
    assertThat(area.largestFreeRun()).isEqualTo(2);
  }

  @Test
  void tellsAlignmentFromLackOfARun() {
    for (var i = 0; i < 256; i++) {
      area.map(0, bytes(2048));
    }
    area.unmap(1);
    area.unmap(2);
    assertThat(area.map(0, bytes(4096))).isEqualTo(AreaSlots.NOT_FOUND);
    assertThat(area.refusal()).isEqualTo(Refusal.NO_ACCEPTABLE_START);
  }

  @Test
  void aBoundarySmallerThanTheRequestIsNeverSatisfied() {
    var limits = new DeviceLimits(-1L, 0, 0, 0xfff);
    assertThat(area.map(0, Demand.ofBuffer(limits, 0x1000, 8192, 0)))
        .isEqualTo(AreaSlots.NOT_FOUND);
    assertThat(area.refusal()).isEqualTo(Refusal.NO_ACCEPTABLE_START);
  }

  @Test
  void aBufferInASmallAreaRunsIntoTheNextOneAndIsChargedToTheFirst() {
    var pool = new PoolGeometry(0x4000_0000L, 1024, 32);
    assertThat(pool.areasPerOwner()).isEqualTo(4);
    var four = new AreaSlots(pool, 0);
    four.map(0, bytes(20 * 2048));
    assertThat(four.map(0, bytes(12 * 2048))).isEqualTo(20);
    four.unmap(20);
    four.map(0, bytes(2048));
    assertThat(four.map(0, bytes(10 * 2048))).isEqualTo(22);
    assertThat(four.used(0)).isEqualTo(31);
    assertThat(four.used(1)).isZero();
    assertThat(four.hint(0)).isZero();
  }

  @Test
  void paddingSlotsAreReservedBeforeTheReturnedAddress() {
    var limits = new DeviceLimits(-1L, 0, 0xffff, 0xffff_ffffL);
    var demand = Demand.ofBuffer(limits, 0x1_2345L, 1000, 0xffff);
    assertThat(demand.paddingSlots()).isEqualTo(4);
    assertThat(demand.offsetInSlot()).isEqualTo(0x345);
    assertThat(demand.slots()).isEqualTo(32);
    assertThat(area.map(0, demand)).isZero();
  }

  @Test
  void syncsNeverGoBeyondTheEndOfTheBuffer() {
    var slot = area.map(0, bytes(5000));
    var start = ONE_AREA.addressOf(slot);
    assertThat(area.syncableBytes(start, 4096)).isEqualTo(4096);
    assertThat(area.syncableBytes(start + 4900, 4096)).isEqualTo(100);
    assertThat(area.syncableBytes(start + 5000, 1)).isZero();
    assertThat(area.originalAddressOf(start + 4900)).isEqualTo(0x1234_5000L + 4900);
    assertThat(area.syncableBytes(ONE_AREA.addressOf(100), 1)).isZero();
  }

  @Test
  void syncsOfPaddingTouchNothing() {
    var limits = new DeviceLimits(-1L, 0, 0xffff, 0xffff_ffffL);
    area.map(0, Demand.ofBuffer(limits, 0x1_2345L, 1000, 0xffff));
    assertThat(area.syncableBytes(0x4000_0000L, 100)).isZero();
    assertThat(area.syncableBytes(0x4000_2345L, 2000)).isEqualTo(1000);
    assertThat(area.originalAddressOf(0x4000_2346L)).isEqualTo(0x1_2346L);
  }

  @Test
  void onlyTheFirstSlotOfALiveBufferCanBeUnmapped() {
    area.map(0, bytes(8192));
    assertThatThrownBy(() -> area.unmap(1)).hasMessage("no buffer begins at slot 1");
    area.unmap(0);
    assertThatThrownBy(() -> area.unmap(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void adoptsRecordedSlotsOnlyWhereTheyAreFree() {
    assertThat(area.adopt(10, bytes(8192))).isTrue();
    assertThat(area.hint(0)).isEqualTo(14);
    assertThat(area.adopt(12, bytes(2048))).isFalse();
    assertThat(area.adopt(126, bytes(8192))).isFalse();
    assertThat(area.used(0)).isEqualTo(4);
    assertThat(area.inconsistency()).isEmpty();
  }

  @Test
  void disabledSlotsAreAllInUseAndNobodys() {
    var slots = new AreaSlots(ONE_AREA, 0);
    slots.disable();
    assertThat(slots.used(0)).isEqualTo(256);
    assertThat(slots.map(0, bytes(2048))).isEqualTo(AreaSlots.NOT_FOUND);
    assertThat(slots.refusal()).isEqualTo(Refusal.TOO_FEW_FREE);
    assertThat(slots.steppedOver()).isZero();
    assertThat(slots.inconsistency()).isEmpty();
    assertThat(slots.copy().used(0)).isEqualTo(256);
  }
}
