package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.RecordingTimeline;

/** Pages of its own for each bounce buffer. */
class DirectMemoryTest {
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long BELOW_4_GIB = (1L << 32) - 1;
  private static final long AT_1_GIB = 1L << 30;
  private static final long PAGES_NS = 500;
  private static final int EIGHT_SLOTS = 8;
  private static final int FOUR_PAGES = 4;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final EncryptionDesk hypervisor = new EncryptionDesk();
  private final TestInbox<AtomicPool.Reply> asker = TestInbox.create("asker");
  private final TestInbox<DirectMemory.Returned> returned = TestInbox.create("returned");
  private BehaviorTestKit<DirectMemory.Command> memory = memory(false);

  private BehaviorTestKit<DirectMemory.Command> memory(boolean isEncrypted) {
    return BehaviorTestKit.create(
        DirectMemory.create(
            SlotUnits.DEFAULT,
            DMA_ZONE_LIMIT,
            PAGES_NS,
            timeline,
            pages.ref(),
            isEncrypted ? Optional.of(hypervisor.ref()) : Optional.empty()));
  }

  private void take(boolean mayWait) {
    memory.run(new DirectMemory.Take(7, EIGHT_SLOTS, BELOW_4_GIB, true, mayWait, asker.getRef()));
  }

  private void release() {
    memory.run(new DirectMemory.Release(AT_1_GIB, EIGHT_SLOTS, returned.getRef()));
  }

  private void grantedUnencrypted() {
    take(true);
    pages.grantObject(memory);
    pages.grantPages(memory, AT_1_GIB);
    pages.grantObject(memory);
  }

  private void grantedAndShared() {
    memory = memory(true);
    take(true);
    pages.grantObject(memory);
    pages.grantPages(memory, AT_1_GIB);
    hypervisor.grant(memory);
    pages.grantObject(memory);
  }

  @Test
  void aBufferGetsPagesOfItsSizeAfterWhatTheyCost() {
    grantedUnencrypted();
    assertThat(timeline.takeOnly(AtomicPool.Granted.class))
        .isEqualTo(new AtomicPool.Granted(7, new PoolGeometry(AT_1_GIB, EIGHT_SLOTS, 1)));
  }

  @Test
  void whoMayWaitIsSaidToThePageAllocator() {
    take(false);
    pages.grantObject(memory);
    assertThat(pages.pagesQuestion().mayWait()).isFalse();
  }

  @Test
  void noPagesAreNoBuffer() {
    take(true);
    pages.grantObject(memory);
    pages.refuse(memory);
    asker.expectMessage(new AtomicPool.Refused(7));
  }

  @Test
  void pagesAreFreedWithTheirBuffer() {
    grantedUnencrypted();
    release();
    assertThat(pages.questions()).isEqualTo(List.of(new FreePages(AT_1_GIB, 2)));
    returned.expectMessage(new DirectMemory.Returned(AT_1_GIB));
  }

  @Test
  void inEncryptedMemoryPagesAreSharedForEachBuffer() {
    memory = memory(true);
    take(true);
    pages.grantObject(memory);
    pages.grantPages(memory, AT_1_GIB);
    assertThat(hypervisor.decrypt().pages()).isEqualTo(FOUR_PAGES);
  }

  @Test
  void sharedPagesAreMadePrivateBeforeTheyAreFreed() {
    grantedAndShared();
    release();
    assertThat(pages.questions()).isEmpty();
    hypervisor.grant(memory);
    assertThat(pages.questions()).isEqualTo(List.of(new FreePages(AT_1_GIB, 2)));
    returned.expectMessage(new DirectMemory.Returned(AT_1_GIB));
  }

  @Test
  void pagesThatCannotBeMadePrivateAreLost() {
    grantedAndShared();
    release();
    hypervisor.refuse(memory);
    assertThat(pages.questions()).isEmpty();
    returned.expectMessage(new DirectMemory.Returned(AT_1_GIB));
  }
}
