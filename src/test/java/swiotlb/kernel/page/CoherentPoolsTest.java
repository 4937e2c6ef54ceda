package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

class CoherentPoolsTest {
  private static final long DMA_ZONE = 0xff_ffffL;
  private static final long FOUR_GIB = 1L << 32;
  private static final long DMA_AT = 0x20_0000L;
  private static final long DMA32_AT = 0x1000_0000L;

  private static final CoherentZones IN_EVERY_ZONE =
      CoherentZones.always(EnumSet.allOf(Zone.class));

  private static CoherentPools pools() {
    var pools = new CoherentPools(4 * 4096, IN_EVERY_ZONE);
    pools.pool(Zone.DMA).addChunk(DMA_AT, 8);
    pools.pool(Zone.DMA32).addChunk(DMA32_AT, 8);
    pools.pool(Zone.NORMAL).addChunk(FOUR_GIB, 8);
    return pools;
  }

  @Test
  void theHighestZoneBelowTheLimitIsAskedFirst() {
    assertThat(pools().take(1, -1L, Zone.forLimit(-1L, DMA_ZONE))).isEqualTo(FOUR_GIB);
    assertThat(pools().take(1, 0xffff_ffffL, Zone.forLimit(0xffff_ffffL, DMA_ZONE)))
        .isEqualTo(DMA32_AT);
    assertThat(pools().take(1, 0x7fff_ffffL, Zone.forLimit(0x7fff_ffffL, DMA_ZONE)))
        .isEqualTo(DMA32_AT);
    assertThat(pools().take(1, DMA_ZONE, Zone.forLimit(DMA_ZONE, DMA_ZONE))).isEqualTo(DMA_AT);
  }

  @Test
  void whatOneZoneRefusesALowerOneMayGive() {
    var pools = pools();
    assertThat(pools.take(8, -1L, Zone.forLimit(-1L, DMA_ZONE))).isEqualTo(FOUR_GIB);
    assertThat(pools.take(8, -1L, Zone.forLimit(-1L, DMA_ZONE))).isEqualTo(DMA32_AT);
    assertThat(pools.take(8, -1L, Zone.forLimit(-1L, DMA_ZONE))).isEqualTo(DMA_AT);
    assertThat(pools.take(1, -1L, Zone.forLimit(-1L, DMA_ZONE))).isNull();
    assertThat(pools.usedBytes()).isEqualTo(24 * 4096);
    assertThat(pools().take(1, 0xfff_ffffL, Zone.forLimit(0xfff_ffffL, DMA_ZONE)))
        .isEqualTo(DMA_AT);
  }

  @Test
  void workIsQueuedOnceAPoolThatGaveHasTooLittleLeft() {
    var pools = pools();
    pools.take(4, 0xffff_ffffL, Zone.forLimit(0xffff_ffffL, DMA_ZONE));
    assertThat(pools.wantsWork()).isFalse();
    pools.take(1, 0xffff_ffffL, Zone.forLimit(0xffff_ffffL, DMA_ZONE));
    assertThat(pools.wantsWork()).isTrue();
    assertThat(pools.wanting()).containsExactly(Zone.DMA32);
    assertThat(pools.work().start()).isTrue();
    assertThat(pools.wantsWork()).isFalse();
    pools.take(1, 0xffff_ffffL, Zone.forLimit(0xffff_ffffL, DMA_ZONE));
    assertThat(pools.wantsWork()).isTrue();
    pools.work().end();
    assertThat(pools.work().start()).isTrue();
  }

  @Test
  void aRefusalQueuesNothing() {
    var pools = new CoherentPools(4096, IN_EVERY_ZONE);
    assertThat(pools.take(1, -1L, Zone.forLimit(-1L, DMA_ZONE))).isNull();
    assertThat(pools.wantsWork()).isFalse();
    assertThat(pools.wanting()).containsExactly(Zone.DMA, Zone.DMA32, Zone.NORMAL);
  }

  @Test
  void pagesReturnToThePoolTheyCameFrom() {
    var pools = pools();
    pools.take(8, -1L, Zone.forLimit(-1L, DMA_ZONE));
    pools.take(8, -1L, Zone.forLimit(-1L, DMA_ZONE));
    pools.release(DMA32_AT, 8);
    assertThat(pools.pool(Zone.DMA32).freePages()).isEqualTo(8);
    assertThat(pools.pool(Zone.NORMAL).freePages()).isZero();
    assertThatThrownBy(() -> pools.release(DMA32_AT, 8))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pools.release(0x77_0000L, 1))
        .hasMessage("no coherent pool has memory at 0x770000");
  }
}
