package swiotlb.kernel.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.text.BuddyInfo;

class MemoryAgeingTest {
  private static final long DMA_ZONE = 0xff_ffffL;
  private static final long GIB = 1L << 30;
  private static final int PROCESS_BYTES = 32 << 20;

  private static BuddyMemory aged(MemoryAgeing ageing, long seed) {
    var memory = BuddyMemory.of(GIB, DMA_ZONE, List.of(), 0, 0);
    ageing.age(memory, new SplittableRandom(seed));
    return memory;
  }

  private static BuddyMemory aged(int usedPercent, int lingeringPerMille, int rounds) {
    return aged(new MemoryAgeing(usedPercent, PROCESS_BYTES, lingeringPerMille, rounds), 1);
  }

  private static long mebibyteBlocks(BuddyMemory memory) {
    var blocks = memory.freeBlocks().freeBlocks(Zone.DMA32);
    return blocks[8] + 2 * blocks[9] + 4 * blocks[10];
  }

  @Test
  void theSameSeedLeadsToTheSameState() {
    var ageing = new MemoryAgeing(70, PROCESS_BYTES, 5, 1);
    assertThat(BuddyInfo.text(aged(ageing, 7).freeBlocks()))
        .isEqualTo(BuddyInfo.text(aged(ageing, 7).freeBlocks()));
    assertThat(BuddyInfo.text(aged(ageing, 7).freeBlocks()))
        .isNotEqualTo(BuddyInfo.text(aged(ageing, 8).freeBlocks()));
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 60, 95})
  void asMuchIsUsedAsIsWishedFor(int usedPercent) {
    var memory = aged(usedPercent, 2, 1);
    var used = memory.pages() - memory.freePages();
    assertThat(used).isEqualTo(memory.pages() * usedPercent / 100);
  }

  @Test
  void withoutRoundsFreeMemoryStaysWhole() {
    assertThat(mebibyteBlocks(aged(50, 50, 0))).isGreaterThan(490);
  }

  @Test
  void theMoreBlocksLingerTheFewerMebibytesAreFree() {
    var none = mebibyteBlocks(aged(50, 0, 2));
    var some = mebibyteBlocks(aged(50, 5, 2));
    var many = mebibyteBlocks(aged(50, 50, 2));
    assertThat(none).isGreaterThan(2 * some);
    assertThat(some).isGreaterThan(2 * many);
  }

  @Test
  void theLongerItLastsTheFewerMebibytesAreFree() {
    var young = mebibyteBlocks(aged(50, 5, 1));
    var old = mebibyteBlocks(aged(50, 5, 6));
    assertThat(young).isGreaterThan(2 * old);
  }

  @Test
  void fourMebibytesInOnePieceAreGoneAlthoughHalfOfMemoryIsFree() {
    var memory = aged(50, 50, 2);
    assertThat(memory.freePages() * 4096).isGreaterThanOrEqualTo(GIB / 2 - (1 << 20));
    assertThat(memory.allocate(10, Zone.DMA32, false)).isBetween(0L, DMA_ZONE);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)[10]).isZero();
  }

  @Test
  void whatIsKeptForOthersIsNotUsed() {
    var memory = BuddyMemory.of(GIB, DMA_ZONE, List.of(), 0, 64 << 20);
    new MemoryAgeing(100, PROCESS_BYTES, 5, 1).age(memory, new SplittableRandom(1));
    assertThat(memory.freePages() * 4096).isGreaterThanOrEqualTo(64 << 20);
    assertThat(memory.allocate(0, Zone.DMA32, true)).isNull();
    assertThat(memory.allocate(0, Zone.DMA32, false)).isNotNull();
  }

  @Test
  void whereEverythingLingersAgeingEndsWhenNobodyIsLeft() {
    var memory = aged(50, 1000, 1000);
    assertThat(memory.freePages(Zone.DMA32)).isZero();
  }

  @Test
  void ofALargeMemoryAPartAgesAndTheRestHasItsShareOfUse() {
    var memory = BuddyMemory.of(256 * GIB, DMA_ZONE, List.of());
    new MemoryAgeing(75, 8 * PROCESS_BYTES, 20, 1).age(memory, new SplittableRandom(1));
    var used = memory.pages() - memory.freePages();
    assertThat(used).isBetween(memory.pages() * 3 / 4 - 1024, memory.pages() * 3 / 4 + 1024);
    assertThat(memory.freeBlocks().freeBlocks(Zone.NORMAL)[10]).isGreaterThan(15000);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)[10]).isLessThan(300);
  }

  @Test
  void memoryThatIsEmptyInTheEndMayStillHaveAged() {
    var memory = aged(0, 1, 20);
    assertThat(memory.pages() - memory.freePages()).isBetween(1000L, memory.pages() / 20);
    assertThat(memory.freeBlocks().freeBlocks(Zone.DMA32)[10]).isLessThan(100);
  }

  @Test
  void aMemoryWithoutZonesCannotAge() {
    var memory = BuddyMemory.of(0, DMA_ZONE, List.of(), 0, 0);
    new MemoryAgeing(50, PROCESS_BYTES, 5, 1).age(memory, new SplittableRandom(1));
    assertThat(memory.pages()).isZero();
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> new MemoryAgeing(101, 4096, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the share of used memory, in percent, cannot be 101; it can be 0 to 100");
    assertThatThrownBy(() -> new MemoryAgeing(1, 4095, 0, 0))
        .hasMessageContaining("the mean size of a process, in bytes, cannot be 4095");
    assertThatThrownBy(() -> new MemoryAgeing(1, 4096, -1, 0))
        .hasMessageContaining("the blocks that linger, of a thousand, cannot be -1");
    assertThatThrownBy(() -> new MemoryAgeing(1, 4096, 0, 1001))
        .hasMessageContaining("the number of rounds cannot be 1001");
  }
}
