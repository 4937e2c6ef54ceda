package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;

class PlentifulMemoryTest {
  private static final long DMA_ZONE = 0xff_ffffL;
  private static final long MIB = 1L << 20;

  private static PlentifulMemory memory(long bytes, PoolGeometry... reserved) {
    return new PlentifulMemory(bytes, DMA_ZONE, List.of(reserved));
  }

  @Test
  void blocksAreNaturallyAlignedAndDoNotOverlap() {
    var memory = memory(2048 * MIB);
    memory.allocate(0, Zone.DMA32, true);
    var block = memory.allocate(8, Zone.DMA32, true);
    assertThat(block % MIB).isZero();
    assertThat(memory.allocate(0, Zone.DMA32, true)).isEqualTo(block + MIB);
  }

  @Test
  void aFreedBlockIsHandedOutAgainTheLastOneFirst() {
    var memory = memory(2048 * MIB);
    var first = memory.allocate(3, Zone.DMA32, true);
    var second = memory.allocate(3, Zone.DMA32, true);
    memory.free(first, 3);
    memory.free(second, 3);
    assertThat(memory.allocate(3, Zone.DMA32, true)).isEqualTo(second);
    assertThat(memory.allocate(3, Zone.DMA32, true)).isEqualTo(first);
  }

  @Test
  void anEmptyZoneFallsBackToTheNextLowerOne() {
    var memory = memory(2048 * MIB);
    assertThat(memory.allocate(0, Zone.NORMAL, true)).isLessThan(1L << 32);
  }

  @Test
  void memoryThatIsAllHandedOutIsRefused() {
    var memory = memory(32 * MIB);
    var granted = 0;
    while (memory.allocate(10, Zone.NORMAL, true) != null) {
      granted++;
    }
    assertThat(granted).isBetween(1, 8);
  }

  @Test
  void whatWasTakenAtBootIsNotHandedOut() {
    var pool = new PoolGeometry(260 * MIB, 4096, 1);
    var memory = memory(2048 * MIB, pool);
    for (var i = 0; i < 20; i++) {
      var at = memory.allocate(8, Zone.DMA32, true);
      assertThat(pool.overlaps(new PoolGeometry(at, 512, 1))).isFalse();
    }
  }
}
