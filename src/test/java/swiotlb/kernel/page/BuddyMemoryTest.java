package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.text.BuddyInfo;

class BuddyMemoryTest {
  private static final long DMA_ZONE = 0xff_ffffL;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long FOUR_GIB = 4 * GIB;

  private static BuddyMemory withoutReserve(long bytes, PoolGeometry... taken) {
    return BuddyMemory.of(bytes, DMA_ZONE, List.of(taken), 0, 0);
  }

  private static void drain(BuddyMemory memory, int order, Zone zone) {
    var granted = true;
    while (granted) {
      granted = memory.allocate(order, zone, true) != null;
    }
  }

  @Test
  void zonesLieWhereAMachineHasThem() {
    var memory = withoutReserve(8 * GIB);
    assertThat(memory.freePages(Zone.DMA) * 4096).isEqualTo(15 * MIB);
    assertThat(memory.freePages(Zone.DMA32) * 4096).isEqualTo(3840 * MIB - 16 * MIB);
    assertThat(memory.freePages(Zone.NORMAL) * 4096).isEqualTo(8 * GIB - 3840 * MIB);
    assertThat(memory.allocate(0, Zone.DMA, true)).isEqualTo(MIB);
    assertThat(memory.allocate(0, Zone.DMA32, true)).isEqualTo(16 * MIB);
    assertThat(memory.allocate(0, Zone.NORMAL, true)).isEqualTo(FOUR_GIB);
  }

  @Test
  void aBlockIsSplitFromTheSmallestSufficientOneAndItsUpperHalvesStayFree() {
    var memory = withoutReserve(64 * MIB);
    assertThat(memory.allocate(0, Zone.DMA, true)).isEqualTo(MIB);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA))
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 3);
    assertThat(memory.allocate(9, Zone.DMA, true)).isEqualTo(2 * MIB);
    assertThat(memory.allocate(3, Zone.DMA, true)).isEqualTo(MIB + 8 * 4096);
  }

  @Test
  void freedBuddiesMergeUpToFourMebibytes() {
    var memory = withoutReserve(64 * MIB);
    var before = memory.freeBlocks().freeBlocks(Zone.DMA32);
    var page = memory.allocate(0, Zone.DMA32, true);
    var next = memory.allocate(0, Zone.DMA32, true);
    assertThat(next).isEqualTo(page + 4096);
    memory.free(page, 0);
    memory.free(next, 0);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)).isEqualTo(before);
    assertThat(memory.allocate(10, Zone.DMA32, true)).isEqualTo(16 * MIB);
  }

  @Test
  void whatWasNotAllocatedCannotBeFreed() {
    var memory = withoutReserve(64 * MIB);
    var block = memory.allocate(2, Zone.DMA32, true);
    assertThatThrownBy(() -> memory.free(block, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no block of order 1 was handed out at 0x1000000");
    assertThatThrownBy(() -> memory.free(block + 4096, 0))
        .isInstanceOf(IllegalArgumentException.class);
    memory.free(block, 2);
    assertThatThrownBy(() -> memory.free(block, 2)).isInstanceOf(IllegalArgumentException.class);
    for (var address : new long[] {-4096, 0, 63 * MIB, 64 * MIB, FOUR_GIB, Long.MAX_VALUE}) {
      for (var order : new int[] {-1, 0, 10, 11}) {
        assertThatThrownBy(() -> memory.free(address, order))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void whatWasTakenAtBootIsNeverHandedOut() {
    var pool = new PoolGeometry(260 * MIB + 2048, 4097, 1);
    var memory = withoutReserve(512 * MIB, pool, new PoolGeometry(0, 512, 1));
    assertThat(memory.pages()).isEqualTo((512 * MIB - MIB - 8 * MIB) / 4096 - 1);
    for (var at = memory.allocate(0, Zone.DMA32, true);
        at != null;
        at = memory.allocate(0, Zone.DMA32, true)) {
      assertThat(pool.overlaps(new PoolGeometry(at, 2, 1))).isFalse();
    }
    assertThat(memory.freePages(Zone.DMA32)).isZero();
  }

  @Test
  void defaultReserveIsFourTimesTheRootOfMemory() {
    assertThat(BuddyMemory.defaultReserveBytes(GIB)).isEqualTo(4096 << 10);
    assertThat(BuddyMemory.defaultReserveBytes(16 * GIB)).isEqualTo(16384 << 10);
    assertThat(BuddyMemory.defaultReserveBytes(MIB)).isEqualTo(128 << 10);
    assertThat(BuddyMemory.defaultReserveBytes(64L << 40)).isEqualTo(256 * MIB);
  }

  @Test
  void aRequestThatMayWaitLeavesTheReserveAndAnAtomicOneAQuarterOfIt() {
    var memory = BuddyMemory.of(16 * MIB, DMA_ZONE, List.of(), 0, 15 * MIB / 3);
    while (memory.allocate(0, Zone.DMA, true) != null) {
      assertThat(memory.freePages()).isGreaterThanOrEqualTo(1280);
    }
    assertThat(memory.freePages()).isEqualTo(1280);
    while (memory.allocate(0, Zone.DMA, false) != null) {
      assertThat(memory.freePages()).isGreaterThanOrEqualTo(320);
    }
    assertThat(memory.freePages()).isEqualTo(320);
  }

  @Test
  void zonesShareTheReserveByTheirSize() {
    var memory = BuddyMemory.of(31 * MIB, DMA_ZONE, List.of(), 0, 3 * MIB);
    drain(memory, 0, Zone.DMA32);
    assertThat(memory.freePages(Zone.DMA32)).isEqualTo(384);
    assertThat(memory.freePages(Zone.DMA)).isEqualTo(384 + 3840 / 256);
  }

  @Test
  void aRequestForAHigherZoneLeavesMoreInTheLowerOnes() {
    var memory = withoutReserve(8 * GIB);
    drain(memory, 10, Zone.NORMAL);
    var normal = memory.freePages(Zone.NORMAL);
    assertThat(normal).isZero();
    var dma32Protection = (8 * GIB - 3840 * MIB) / 4096 / 256;
    assertThat(memory.freePages(Zone.DMA32)).isBetween(dma32Protection, dma32Protection + 1023);
    assertThat(memory.freePages(Zone.DMA)).isEqualTo(3840);
    assertThat(memory.allocate(10, Zone.DMA32, true)).isNotNull();
  }

  @Test
  void ordersBeyondTheLargestAreRefused() {
    assertThat(withoutReserve(64 * MIB).allocate(11, Zone.DMA32, true)).isNull();
  }

  @Test
  void buddyinfoLooksAsInTheKernel() {
    assertThat(BuddyInfo.text(withoutReserve(64 * MIB).freeBlocks()).lines())
        .containsExactly(
            "Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 ",
            "Node 0, zone    DMA32      0      0      0      0      0      0      0      0      0      0     12 ");
  }

  @Test
  void sixtyFourTebibytesCostNothingBeforeTheyAreUsed() {
    var memory = BuddyMemory.of(BuddyMemory.MAX_MEMORY_BYTES, DMA_ZONE, List.of());
    assertThat(memory.freePages()).isEqualTo(((64L << 40) - MIB) / 4096);
    var block = memory.allocate(0, Zone.NORMAL, true);
    assertThat(block).isEqualTo(FOUR_GIB);
    memory.free(block, 0);
    assertThat(memory.freePages()).isEqualTo(memory.pages());
    assertThatThrownBy(() -> withoutReserve((64L << 40) + 1))
        .hasMessageContaining("memory cannot have 70368744177665 bytes");
  }

  @Test
  void theCmaRegionLiesHighInDma32ButClearOfWhatIsReserved() {
    var pool = new PoolGeometry(1020 * MIB, 1024, 1);
    var memory = BuddyMemory.of(GIB, DMA_ZONE, List.of(pool), 5 * MIB, 0);
    assertThat(memory.contiguousRange()).isEqualTo(new PoolGeometry(1012 * MIB, 4096, 1));
    assertThat(memory.freeContiguousPages()).isEqualTo(2048);
    assertThat(memory.pages() * 4096).isEqualTo(GIB - MIB - 8 * MIB - 2 * MIB);
    assertThatThrownBy(() -> BuddyMemory.of(GIB, DMA_ZONE, List.of(pool), 1010 * MIB, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a CMA region of 1059061760 bytes does not fit");
  }

  @Test
  void contiguousPagesAreFirstFitAlignedToThePowerOfTwoThatCoversThem() {
    var memory = BuddyMemory.of(GIB, DMA_ZONE, List.of(), 16 * MIB, 0);
    var start = 1008 * MIB;
    assertThat(memory.allocateContiguous(3)).isEqualTo(start);
    assertThat(memory.allocateContiguous(1)).isEqualTo(start + 3 * 4096);
    assertThat(memory.allocateContiguous(5)).isEqualTo(start + 8 * 4096);
    assertThat(memory.allocateContiguous(1500)).isEqualTo(start + 4 * MIB);
    assertThat(memory.allocateContiguous(2000)).isNull();
    memory.freeContiguous(start, 3);
    assertThat(memory.allocateContiguous(2)).isEqualTo(start);
    assertThatThrownBy(() -> memory.freeContiguous(start, 3))
        .hasMessage("no 3 contiguous pages were handed out at 0x3f000000");
    assertThatThrownBy(() -> memory.freeContiguous(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withoutACmaRegionNothingIsContiguous() {
    var memory = withoutReserve(GIB);
    assertThat(memory.allocateContiguous(1)).isNull();
    assertThat(memory.contiguousRange()).isNull();
    assertThat(memory.freeContiguousPages()).isZero();
    assertThatThrownBy(() -> memory.freeContiguous(0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    var plentiful = new PlentifulMemory(GIB, DMA_ZONE, List.of());
    assertThat(plentiful.allocateContiguous(1)).isNull();
    assertThatThrownBy(() -> plentiful.freeContiguous(0, 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> BuddyMemory.of(-1, DMA_ZONE, List.of(), 0, 0))
        .hasMessageContaining("memory cannot have -1 bytes");
    assertThatThrownBy(() -> BuddyMemory.of(MIB, DMA_ZONE, List.of(), 0, 2 * MIB))
        .hasMessageContaining("the reserve cannot have 2097152 bytes; it may have 0 to 1048576");
    assertThatThrownBy(() -> BuddyMemory.of(MIB, DMA_ZONE, List.of(), -5, 0))
        .hasMessageContaining("the CMA region cannot have -5 bytes");
  }

  @Test
  void aDmaZoneMayReachToTheEndOfMemory() {
    for (var limit : new long[] {0xffff_ffffL, -1L, 4 * GIB * GIB - 1}) {
      var memory = BuddyMemory.of(8 * GIB, limit, List.of(), 0, 0);
      assertThat(memory.freePages(Zone.DMA32)).isZero();
      assertThat(memory.freePages(Zone.DMA) * 4096).isEqualTo(3839 * MIB);
    }
  }

  @Test
  void blocksAboveSixteenTebibytesKeepTheirAddresses() {
    var memory = withoutReserve(20L << 40);
    var seen = new HashSet<Long>();
    assertThat(memory.withhold(Zone.NORMAL, 4)).isEqualTo(4);
    for (var i = 0; i < 1000; i++) {
      assertThat(seen.add(memory.allocate(10, Zone.NORMAL, true))).isTrue();
    }
    var far = new PoolGeometry(FOUR_GIB, 1 << 30, 1);
    var beyond = withoutReserve(20L << 40, far).allocate(3, Zone.NORMAL, true);
    assertThat(beyond).isEqualTo(FOUR_GIB + (2L << 40));
  }

  @Test
  void whatIsWithheldIsNotHandedOutBeforeItIsRestored() {
    var taken = new PoolGeometry(FOUR_GIB + 12 * MIB, 2048, 1);
    var memory = withoutReserve(3840 * MIB + 32 * MIB, taken);
    assertThat(memory.withhold(Zone.NORMAL, 5)).isEqualTo(5);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL)[10]).isEqualTo(2);
    assertThat(memory.freePages(Zone.NORMAL)).isEqualTo(2 * 1024);
    memory.restore(Zone.NORMAL, 3);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL)[10]).isEqualTo(5);
    for (var block : new long[] {0, 4, 8, 16, 20}) {
      assertThat(memory.allocate(10, Zone.NORMAL, true)).isEqualTo(FOUR_GIB + block * MIB);
    }
    assertThat(memory.withhold(Zone.NORMAL, 1)).isZero();
    memory.restore(Zone.NORMAL, 9);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL)[10]).isEqualTo(2);
  }
}
