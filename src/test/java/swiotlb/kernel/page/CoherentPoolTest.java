package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CoherentPoolTest {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long ANY = -1L;
  private static final long AT = 0x1000_0000L;

  private static CoherentPool pool(long configuredBytes, int pages) {
    var pool = new CoherentPool(configuredBytes);
    pool.addChunk(AT, pages);
    return pool;
  }

  @Test
  void theDefaultIs128KibibytesPerGibibyteOfMemoryWithinBounds() {
    assertThat(CoherentPool.defaultBytes(512 * MIB)).isEqualTo(128 * KIB);
    assertThat(CoherentPool.defaultBytes(2 * GIB)).isEqualTo(256 * KIB);
    assertThat(CoherentPool.defaultBytes(5 * GIB + GIB / 2)).isEqualTo(704 * KIB);
    assertThat(CoherentPool.defaultBytes(32 * GIB)).isEqualTo(4 * MIB);
    assertThat(CoherentPool.defaultBytes(64L << 40)).isEqualTo(4 * MIB);
  }

  @Test
  void blocksBeginAtMultiplesOfThePowerOfTwoThatCoversThem() {
    var pool = pool(0, 16);
    assertThat(pool.take(1, ANY)).isEqualTo(AT);
    assertThat(pool.take(3, ANY)).isEqualTo(AT + 4 * 4096);
    assertThat(pool.take(5, ANY)).isEqualTo(AT + 8 * 4096);
    assertThat(pool.take(2, ANY)).isEqualTo(AT + 2 * 4096);
    assertThat(pool.take(1, ANY)).isEqualTo(AT + 4096);
    assertThat(pool.take(4, ANY)).isNull();
    assertThat(pool.freePages()).isEqualTo(4);
  }

  @Test
  void alignmentCountsFromTheStartOfTheChunk() {
    var pool = new CoherentPool(0);
    pool.addChunk(AT + 4096, 4);
    assertThat(pool.take(4, ANY)).isEqualTo(AT + 4096);
  }

  @Test
  void theNewestChunkIsSearchedFirst() {
    var pool = pool(0, 4);
    pool.addChunk(AT - MIB, 2);
    assertThat(pool.take(2, ANY)).isEqualTo(AT - MIB);
    assertThat(pool.take(2, ANY)).isEqualTo(AT);
    assertThat(pool.sizePages()).isEqualTo(6);
  }

  @Test
  void aBlockAboveTheLimitIsNotGivenEvenIfAnotherChunkHasOneBelow() {
    var pool = pool(0, 4);
    pool.addChunk(AT + MIB, 4);
    assertThat(pool.take(2, AT + MIB + 2 * 4096 - 2)).isNull();
    assertThat(pool.usedBytes()).isZero();
    assertThat(pool.take(2, AT + MIB + 2 * 4096 - 1)).isEqualTo(AT + MIB);
  }

  @Test
  void useAndItsHighWaterMarkAreCountedInBytes() {
    var pool = pool(0, 8);
    pool.take(3, ANY);
    pool.take(1, ANY);
    pool.release(AT, 3);
    assertThat(pool.usedBytes()).isEqualTo(4096);
    assertThat(pool.hiwaterBytes()).isEqualTo(4 * 4096);
  }

  @Test
  void wrongReleasesAreErrors() {
    var pool = pool(0, 8);
    pool.take(3, ANY);
    for (var wrong : new long[] {AT + 4096, AT + 1, AT - 4096, AT + 8 * 4096}) {
      assertThatThrownBy(() -> pool.release(wrong, 3)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> pool.release(AT, 2))
        .hasMessage("the coherent pool did not hand out 2 pages at 0x10000000");
    pool.release(AT, 3);
    assertThatThrownBy(() -> pool.release(AT, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> pool.take(0, ANY)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void itWantsMoreWhenLessIsLeftThanConfigured() {
    var pool = pool(8 * 4096, 8);
    assertThat(pool.wantsMore()).isFalse();
    pool.take(1, ANY);
    assertThat(pool.wantsMore()).isTrue();
    assertThat(pool.expansionOrder()).isEqualTo(3);
    pool.addChunk(AT + MIB, 8);
    assertThat(pool.wantsMore()).isFalse();
    assertThat(pool.expansionOrder()).isEqualTo(4);
  }

  @Test
  void itDoublesByFourMebibytesAtMost() {
    assertThat(pool(0, 5).expansionOrder()).isEqualTo(3);
    assertThat(pool(0, 1024).expansionOrder()).isEqualTo(10);
    assertThat(pool(0, 5000).expansionOrder()).isEqualTo(10);
  }

  @Test
  void anEmptyPoolBeginsWithTheConfiguredSize() {
    assertThat(new CoherentPool(256 * KIB).expansionOrder()).isEqualTo(6);
    assertThat(new CoherentPool(64 * MIB).expansionOrder()).isEqualTo(10);
    assertThat(new CoherentPool(0).expansionOrder()).isZero();
    assertThatThrownBy(() -> new CoherentPool(-1)).hasMessageContaining("cannot have -1 bytes");
  }
}
