package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.actor.memory.CoherentAllocator.Needs.DECRYPTION;
import static swiotlb.actor.memory.CoherentAllocator.Needs.NOTHING;
import static swiotlb.actor.memory.CoherentAllocator.Needs.REMAPPING;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.CoherentAllocator.Allocate;
import swiotlb.actor.memory.CoherentAllocator.Allocated;
import swiotlb.actor.memory.CoherentAllocator.Free;
import swiotlb.actor.memory.CoherentAllocator.Freed;
import swiotlb.actor.memory.CoherentAllocator.Needs;
import swiotlb.actor.memory.CoherentAllocator.Refused;
import swiotlb.kernel.page.Zone;
import swiotlb.time.RecordingTimeline;

class CoherentAllocatorTest {
  private static final long DMA_ZONE_LIMIT = 0xff_ffffL;
  private static final long LIMIT_32 = 0xffff_ffffL;
  private static final long HIGH = 1L << 32;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<PageAllocator.Command> pages = TestInbox.create("pages");
  private final TestInbox<AtomicPool.Command> pool = TestInbox.create("atomic-pool");
  private final TestInbox<Encryption.Command> hypervisor = TestInbox.create("encryption");
  private final TestInbox<CoherentAllocator.Reply> device = TestInbox.create("device");
  private BehaviorTestKit<CoherentAllocator.Command> allocator = allocator(false, 0);

  private BehaviorTestKit<CoherentAllocator.Command> allocator(boolean hasCma, long pageNs) {
    return BehaviorTestKit.create(
        CoherentAllocator.create(
            new CoherentAllocator.Settings(DMA_ZONE_LIMIT, hasCma, pageNs),
            timeline,
            new CoherentAllocator.Sources(
                pages.getRef(), pool.getRef(), Optional.of(hypervisor.getRef()))));
  }

  private void ask(long mapping, int count, long limit, boolean mayWait, Needs needs) {
    allocator.run(new Allocate(mapping, count, limit, mayWait, needs, device.getRef()));
  }

  private PageAllocator.AllocatePages askedForPages() {
    return (PageAllocator.AllocatePages) pages.receiveMessage();
  }

  private void answer(PageAllocator.AllocatePages question, PageAllocator.Reply reply) {
    question.replyTo().tell(reply);
    allocator.runOne();
  }

  private void poolAnswers(AtomicPool.AllocationReply reply) {
    ((AtomicPool.Allocate) pool.receiveMessage()).replyTo().tell(reply);
    allocator.runOne();
  }

  @Test
  void whoMayNotWaitAndNeedsUncachedMemoryIsServedByTheCoherentPools() {
    ask(7, 4, LIMIT_32, false, REMAPPING);
    poolAnswers(new AtomicPool.Allocated(7, 0x1000_0000L));
    device.expectMessage(new Allocated(7, 0x1000_0000L));
    assertThat(pages.hasMessages()).isFalse();
  }

  @Test
  void theSameHoldsForWhoNeedsSharedMemory() {
    ask(7, 4, LIMIT_32, false, DECRYPTION);
    var asked = (AtomicPool.Allocate) pool.receiveMessage();
    assertThat(asked.pages()).isEqualTo(4);
    assertThat(asked.limit()).isEqualTo(LIMIT_32);
  }

  @Test
  void exhaustedPoolsRefuse() {
    ask(7, 4, LIMIT_32, false, REMAPPING);
    poolAnswers(new AtomicPool.Exhausted(7));
    device.expectMessage(new Refused(7, true));
  }

  @Test
  void whatCameOfAPoolReturnsToIt() {
    ask(7, 4, LIMIT_32, false, REMAPPING);
    poolAnswers(new AtomicPool.Allocated(7, 0x1000_0000L));
    device.receiveMessage();
    allocator.run(new Free(7, device.getRef()));
    pool.expectMessage(new AtomicPool.Free(0x1000_0000L, 4));
    device.expectMessage(new Freed(7));
  }

  @Test
  void aCoherentDeviceTakesPagesAtOnceAndNeverFromAPool() {
    ask(7, 3, LIMIT_32, false, NOTHING);
    var asked = askedForPages();
    assertThat(List.of(asked.order(), asked.zone(), asked.mayWait()))
        .isEqualTo(List.of(2, Zone.DMA32, false));
    answer(asked, new PageAllocator.PagesGranted(7, 0x4000));
    device.expectMessage(new Allocated(7, 0x4000));
    allocator.run(new Free(7, device.getRef()));
    pages.expectMessage(new PageAllocator.FreePages(0x4000, 2));
    device.expectMessage(new Freed(7));
    assertThat(pool.hasMessages()).isFalse();
  }

  @Test
  void whoMayWaitTakesPagesWhateverItNeeds() {
    ask(7, 1, -1L, true, REMAPPING);
    assertThat(askedForPages().mayWait()).isTrue();
    assertThat(pool.hasMessages()).isFalse();
  }

  @Test
  void pagesAboveTheLimitAreGivenBackAndALowerZoneIsAsked() {
    ask(7, 1, HIGH + 0xfff_ffffL, true, NOTHING);
    answer(askedForPages(), new PageAllocator.PagesGranted(7, HIGH + 0x1000_0000L));
    pages.expectMessage(new PageAllocator.FreePages(HIGH + 0x1000_0000L, 0));
    var again = askedForPages();
    assertThat(again.zone()).isEqualTo(Zone.DMA32);
    answer(again, new PageAllocator.Refused(7));
    device.expectMessage(new Refused(7, false));
  }

  @Test
  void contiguousMemoryIsAskedFirstByWhoMayWaitForMoreThanAPage() {
    allocator = allocator(true, 0);
    ask(7, 2000, LIMIT_32, true, NOTHING);
    var asked = (PageAllocator.AllocateContiguous) pages.receiveMessage();
    asked.replyTo().tell(new PageAllocator.PagesGranted(7, 0x2000_0000L));
    allocator.runOne();
    device.expectMessage(new Allocated(7, 0x2000_0000L));
    allocator.run(new Free(7, device.getRef()));
    pages.expectMessage(new PageAllocator.FreeContiguous(0x2000_0000L, 2000));
  }

  @Test
  void moreThanTheLargestBlockIsRefusedUnasked() {
    ask(7, 1025, LIMIT_32, true, NOTHING);
    device.expectMessage(new Refused(7, false));
    assertThat(pages.hasMessages()).isFalse();
  }

  @Test
  void sharedPagesAreMadePrivateBeforeTheyReturn() {
    ask(7, 2, LIMIT_32, true, DECRYPTION);
    answer(askedForPages(), new PageAllocator.PagesGranted(7, 0x8000));
    ((Encryption.Decrypt) hypervisor.receiveMessage()).replyTo().tell(new Encryption.Changed(7));
    allocator.runOne();
    device.expectMessage(new Allocated(7, 0x8000));
    allocator.run(new Free(7, device.getRef()));
    assertThat(pages.hasMessages()).isFalse();
    ((Encryption.Encrypt) hypervisor.receiveMessage()).replyTo().tell(new Encryption.Changed(7));
    allocator.runOne();
    pages.expectMessage(new PageAllocator.FreePages(0x8000, 1));
    device.expectMessage(new Freed(7));
  }

  @Test
  void pagesThatStaySharedLeak() {
    ask(7, 2, LIMIT_32, true, DECRYPTION);
    answer(askedForPages(), new PageAllocator.PagesGranted(7, 0x8000));
    ((Encryption.Decrypt) hypervisor.receiveMessage()).replyTo().tell(new Encryption.NotChanged(7));
    allocator.runOne();
    ((Encryption.Encrypt) hypervisor.receiveMessage()).replyTo().tell(new Encryption.NotChanged(7));
    allocator.runOne();
    device.expectMessage(new Refused(7, false));
    assertThat(pages.hasMessages()).isFalse();
  }

  @Test
  void questionsToThePageAllocatorTakeTheirTime() {
    allocator = allocator(false, 250);
    ask(7, 1, LIMIT_32, true, NOTHING);
    answer(askedForPages(), new PageAllocator.PagesGranted(7, 0x8000));
    assertThat(device.hasMessages()).isFalse();
    var delivery = timeline.take().get(0);
    assertThat(delivery.timeNs()).isEqualTo(250);
    assertThat(delivery.message()).isEqualTo(new Allocated(7, 0x8000));
  }

  @Test
  void whatWasNotGrantedCannotBeFreed() {
    assertThatThrownBy(() -> allocator.run(new Free(9, device.getRef())))
        .hasMessage("mapping 9 has no coherent memory");
  }
}
