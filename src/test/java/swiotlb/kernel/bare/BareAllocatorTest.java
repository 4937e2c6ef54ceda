package swiotlb.kernel.bare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

class BareAllocatorTest {
  private static final PoolGeometry POOL = new PoolGeometry(0x7000_0000L, 512, 1);
  private static final PoolGeometry GROWN = new PoolGeometry(0x7800_0000L, 512, 1);

  private final PlentifulMemory pages = new PlentifulMemory(8L << 30, Zone.DMA_LIMIT, List.of());
  private final BareAllocator allocator =
      new BareAllocator(
          new BareAllocator.Settings(
              false, 512, 1, Slots.MAX_PAGE_ORDER, Zone.DMA32_LIMIT, Zone.DMA_LIMIT),
          true);

  private static Transition.Map page(long id) {
    var demand = Demand.ofBuffer(DeviceLimits.NONE, 0, Slots.PAGE_BYTES, 0);
    return new Transition.Map(id, 0, demand, DeviceLimits.NONE, false);
  }

  private void fill() {
    allocator.addPool(0, POOL);
    LongStream.range(0, 256).forEach(id -> allocator.map(page(id), pages));
  }

  @Test
  void aFullAllocatorGivesATransientPoolAndQueuesGrowthOnce() {
    fill();
    var first = allocator.map(page(256), pages);
    assertThat(first.growth()).isEqualTo(Answer.Growth.QUEUED);
    assertThat(((Answer.Mapped) first).buffer().isTransient()).isTrue();
    assertThat(allocator.map(page(257), pages).growth()).isEqualTo(Answer.Growth.QUEUED_BEFORE);
    assertThat(allocator.transientSlots()).isEqualTo(4);
    assertThat(allocator.used()).isEqualTo(516);
  }

  @Test
  void thePagesOfATransientPoolWaitForTheGracePeriod() {
    fill();
    allocator.map(page(256), pages);
    allocator.unmap(256);
    assertThat(allocator.transientSlots()).isZero();
    assertThat(allocator.awaitsGracePeriod()).isTrue();
    assertThat(allocator.endGracePeriod(pages)).isEqualTo(1);
    assertThat(allocator.awaitsGracePeriod()).isFalse();
  }

  @Test
  void aPublishedPoolIsSearchedFirst() {
    fill();
    allocator.map(page(256), pages);
    new Transition.StartWorker().happen(allocator, pages);
    new Transition.Publish(1, GROWN).happen(allocator, pages);
    assertThat(allocator.buffer(257)).isNull();
    allocator.map(page(257), pages);
    assertThat(allocator.buffer(257).address()).isEqualTo(GROWN.start());
  }

  @Test
  void aFrozenAllocatorAsksForNothing() {
    fill();
    allocator.freeze();
    assertThat(allocator.map(page(256), pages))
        .isEqualTo(new Answer.Failed(FailureReason.NO_FREE_RUN, Answer.Growth.NOT_ASKED));
    assertThat(allocator.possible()).doesNotContain(new Transition.Freeze());
  }

  @Test
  void aRetractedDecisionLeavesNoTrace() {
    allocator.addPool(0, POOL);
    var before = allocator.copy();
    allocator.map(page(1), pages);
    allocator.retract(1);
    assertThat(allocator.placesLike(before)).isTrue();
    assertThat(allocator).as("but for the high-water mark").isNotEqualTo(before);
  }

  @Test
  void aSettledDecisionIsNotTakenBack() {
    allocator.addPool(0, POOL);
    allocator.map(page(1), pages);
    allocator.settle(1);
    assertThatThrownBy(() -> allocator.retract(1)).hasMessageContaining("is settled");
  }

  @Test
  void aNumberIsLiveOnce() {
    fill();
    assertThat(page(3).isPossible(allocator)).isFalse();
    assertThatThrownBy(() -> allocator.map(page(3), pages)).hasMessageContaining("3 is live");
    allocator.unmap(3);
    assertThatThrownBy(() -> allocator.unmap(3)).hasMessageContaining("3 is not live");
  }

  @Test
  void anotherHintIsAnotherState() {
    allocator.addPool(0, POOL);
    var before = allocator.copy();
    allocator.map(page(1), pages);
    allocator.unmap(1);
    assertThat(allocator.placesLike(before)).isFalse();
  }
}
