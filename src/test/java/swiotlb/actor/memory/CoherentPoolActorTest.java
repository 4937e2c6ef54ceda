package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool.Drain;
import swiotlb.actor.memory.AtomicPool.Drained;
import swiotlb.actor.memory.AtomicPool.GiveBack;
import swiotlb.actor.memory.AtomicPool.Granted;
import swiotlb.actor.memory.AtomicPool.ReadState;
import swiotlb.actor.memory.AtomicPool.Refused;
import swiotlb.actor.memory.AtomicPool.Release;
import swiotlb.actor.memory.AtomicPool.State;
import swiotlb.actor.memory.AtomicPool.Take;
import swiotlb.actor.memory.PageAllocator.AllocateContiguous;
import swiotlb.actor.memory.PageAllocator.FreeContiguous;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.kernel.page.CoherentZones;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;

/**
 * The coherent pools of an AtomicPool: 128 KiB, 32 pages, in each of three zones. Questions to the
 * page allocator and to the hypervisor are answered by hand.
 */
class CoherentPoolActorTest {
  private static final long KIB = 1024;
  private static final int ALL = 64;
  private static final int ONE_PAGE = 2;
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long DMA32_LIMIT = (1L << 32) - 1;
  private static final long NO_LIMIT = -1L;
  private static final long IN_DMA = 1L << 20;
  private static final long IN_DMA32 = 1L << 30;
  private static final long IN_NORMAL = 5L << 30;
  private static final long LATER_IN_NORMAL = 6L << 30;
  private static final long GRACE_NS = 1_000;
  private static final long WORKER_START_NS = 70;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final EncryptionDesk hypervisor = new EncryptionDesk();
  private final TestInbox<AtomicPool.Reply> asker = TestInbox.create("asker");
  private final TestInbox<Drained> drainer = TestInbox.create("drainer");
  private final TestInbox<State> reader = TestInbox.create("reader");
  private BehaviorTestKit<AtomicPool.Command> pool = atomicPool(128 * KIB, false);

  private BehaviorTestKit<AtomicPool.Command> atomicPool(long bytes, boolean hasCma) {
    pages.questions();
    var zones = CoherentZones.always(EnumSet.allOf(Zone.class));
    var coherent =
        new AtomicPool.Coherent(
            bytes, zones, hasCma, WORKER_START_NS, Optional.of(hypervisor.ref()));
    var settings =
        new AtomicPool.Settings(
            GracePeriod.always(GRACE_NS), DMA_ZONE_LIMIT, 1, Optional.of(coherent));
    return BehaviorTestKit.create(AtomicPool.create(settings, timeline, pages.ref()));
  }

  private void fill(long address) {
    pages.grantPages(pool, address);
    hypervisor.grant(pool);
  }

  private void boot() {
    fill(IN_DMA);
    fill(IN_DMA32);
    fill(IN_NORMAL);
  }

  private void bootWithCma() {
    pool = atomicPool(128 * KIB, true);
    fill(IN_DMA);
    pages.grantContiguous(pool, IN_DMA32);
    hypervisor.grant(pool);
    fill(IN_NORMAL);
  }

  private AtomicPool.Reply take(int slots, long limit) {
    pool.run(new Take(7, slots, limit, true, asker.getRef()));
    return asker.receiveMessage();
  }

  private AtomicPool.Reply take(int slots) {
    return take(slots, NO_LIMIT);
  }

  /** The only message that the pool told itself to hear later. */
  private void later() {
    pool.run(timeline.takeOnly(AtomicPool.Command.class));
  }

  /** Little is left in the zone NORMAL, and the worker begins. */
  private void work() {
    take(ONE_PAGE);
    later();
  }

  private State state() {
    pool.run(new ReadState(reader.getRef()));
    return reader.receiveMessage();
  }

  // Boot.

  @Test
  void bootAsksForTheConfiguredSizeInTheLowestZoneFirst() {
    var question = pages.pagesQuestion();
    assertThat(question.order()).isEqualTo(5);
    assertThat(question.zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void bootMayWaitForItsPages() {
    assertThat(pages.pagesQuestion().mayWait()).isTrue();
  }

  @Test
  void bootAsksForNoMoreThanTheLargestBlockOfPages() {
    pool = atomicPool(16 << 20, false);
    assertThat(pages.pagesQuestion().order()).isEqualTo(10);
  }

  @Test
  void bootSharesWhatItGot() {
    pages.grantPages(pool, IN_DMA);
    var wish = hypervisor.decrypt();
    assertThat(wish.address()).isEqualTo(IN_DMA);
    assertThat(wish.pages()).isEqualTo(32);
  }

  @Test
  void bootAsksTheNextZoneWhenAZoneHasItsMemory() {
    pages.grantPages(pool, IN_DMA);
    assertThat(pages.questions()).isEmpty();
    hypervisor.grant(pool);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  @Test
  void bootAsksEachZoneOnce() {
    boot();
    assertThat(pages.questions()).isEmpty();
    assertThat(hypervisor.wishes()).isEmpty();
  }

  @Test
  void bootGivesEachZoneItsMemory() {
    boot();
    assertThat(state()).isEqualTo(new State(3 * 128 * KIB, 0, 0, 0, 0, 0));
  }

  @Test
  void bootAsksForASmallerBlockWhereALargeOneIsRefused() {
    pages.refuse(pool);
    var question = pages.pagesQuestion();
    assertThat(question.order()).isEqualTo(4);
    assertThat(question.zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void aZoneWithoutASinglePageStaysEmpty() {
    pool = atomicPool(4 * KIB, false);
    pages.refuse(pool);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
    assertThat(state().failedExpansions()).isEqualTo(1);
  }

  @Test
  void bootAsksTheContiguousRegionFirstForTheZoneItLiesIn() {
    pool = atomicPool(128 * KIB, true);
    fill(IN_DMA);
    assertThat(pages.contiguousQuestion().pages()).isEqualTo(32);
  }

  @Test
  void bootAsksForPagesWhereTheContiguousRegionIsFull() {
    pool = atomicPool(128 * KIB, true);
    fill(IN_DMA);
    pages.refuse(pool);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  // Requests.

  @Test
  void sharedMemoryIsGrantedWithExactlyTheSlotsWanted() {
    boot();
    assertThat(take(3)).isEqualTo(new Granted(7, new PoolGeometry(IN_NORMAL, 3, 1)));
  }

  @Test
  void grantsAtOnceWithoutAQuestionToAnybody() {
    boot();
    take(3);
    assertThat(pages.questions()).isEmpty();
    assertThat(hypervisor.wishes()).isEmpty();
  }

  @Test
  void takesWholePages() {
    boot();
    take(3);
    assertThat(take(1)).isEqualTo(new Granted(7, new PoolGeometry(IN_NORMAL + 8 * KIB, 1, 1)));
  }

  @Test
  void takesMemoryThatTheDeviceReaches() {
    boot();
    assertThat(take(2, DMA32_LIMIT)).isEqualTo(new Granted(7, new PoolGeometry(IN_DMA32, 2, 1)));
  }

  @Test
  void aLowerZoneServesWhatAHigherOneCannot() {
    boot();
    take(ALL);
    assertThat(take(2)).isEqualTo(new Granted(7, new PoolGeometry(IN_DMA32, 2, 1)));
  }

  @Test
  void refusesWhatNoZoneHas() {
    boot();
    assertThat(take(ALL + 1)).isEqualTo(new Refused(7));
  }

  @Test
  void countsWhatItRefused() {
    boot();
    take(ALL + 1);
    take(ALL + 1);
    assertThat(state().refused()).isEqualTo(2);
  }

  @Test
  void refusesWhileBootHasNotFilledIt() {
    assertThat(take(1)).isEqualTo(new Refused(7));
  }

  @Test
  void countsWhatIsInUse() {
    boot();
    take(3);
    take(1, DMA32_LIMIT);
    assertThat(state().usedBytes()).isEqualTo(12 * KIB);
  }

  @Test
  void memoryThatMayBeEncryptedComesFromThePageAllocator() {
    boot();
    pool.run(new Take(7, 3, NO_LIMIT, false, asker.getRef()));
    pages.grantObject(pool);
    assertThat(pages.pagesQuestion().mayWait()).isFalse();
  }

  @Test
  void memoryThatMayBeEncryptedIsNeverShared() {
    boot();
    pool.run(new Take(7, 3, NO_LIMIT, false, asker.getRef()));
    pages.grantObject(pool);
    pages.grantPages(pool, LATER_IN_NORMAL);
    pages.grantObject(pool);
    assertThat(asker.receiveMessage())
        .isEqualTo(new Granted(7, new PoolGeometry(LATER_IN_NORMAL, 3, 1)));
    assertThat(hypervisor.wishes()).isEmpty();
  }

  // The worker.

  @Test
  void theWorkerIsCalledWhenLessIsLeftThanConfigured() {
    boot();
    timeline.setNowNs(500);
    take(ONE_PAGE);
    assertThat(timeline.take())
        .singleElement()
        .extracting(RecordingTimeline.Delivery::timeNs)
        .isEqualTo(500 + WORKER_START_NS);
  }

  @Test
  void theWorkerIsCalledOnceHoweverMuchIsTaken() {
    boot();
    take(ONE_PAGE);
    take(ONE_PAGE);
    take(ONE_PAGE, DMA32_LIMIT);
    assertThat(timeline.take()).hasSize(1);
  }

  @Test
  void theWorkerIsNotCalledForWhatWasRefused() {
    boot();
    take(ALL + 1);
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void theWorkerIsNotCalledWhileEnoughIsLeft() {
    boot();
    work();
    fill(LATER_IN_NORMAL);
    take(ONE_PAGE);
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void theWorkerDoublesThePoolOfWhichLittleIsLeft() {
    boot();
    work();
    var question = pages.pagesQuestion();
    assertThat(question.order()).isEqualTo(5);
    assertThat(question.zone()).isEqualTo(Zone.NORMAL);
  }

  @Test
  void theWorkerDoublesWhatIsThereEachTime() {
    boot();
    work();
    fill(LATER_IN_NORMAL);
    take(ALL - ONE_PAGE);
    work();
    assertThat(pages.pagesQuestion().order()).isEqualTo(6);
  }

  @Test
  void theWorkerExpandsEveryPoolOfWhichLittleIsLeft() {
    boot();
    take(ONE_PAGE);
    take(ONE_PAGE, DMA32_LIMIT);
    later();
    fill(2L << 30);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.NORMAL);
  }

  @Test
  void theWorkerLeavesAPoolAloneThatHasEnoughAgain() {
    boot();
    take(ONE_PAGE);
    pool.run(new GiveBack(IN_NORMAL, ONE_PAGE));
    later();
    assertThat(pages.questions()).isEmpty();
  }

  @Test
  void theWorkerAsksForASmallerBlockWhereALargeOneIsRefused() {
    boot();
    work();
    pages.refuse(pool);
    assertThat(pages.pagesQuestion().order()).isEqualTo(4);
  }

  @Test
  void theWorkerAsksTheContiguousRegionFirst() {
    bootWithCma();
    take(ONE_PAGE, DMA32_LIMIT);
    later();
    assertThat(pages.next()).isInstanceOf(AllocateContiguous.class);
  }

  @Test
  void whatTheWorkerAddedServesTheNextRequest() {
    boot();
    work();
    fill(LATER_IN_NORMAL);
    assertThat(take(2)).isEqualTo(new Granted(7, new PoolGeometry(LATER_IN_NORMAL, 2, 1)));
  }

  @Test
  void whatIsNotSharedYetServesNobody() {
    boot();
    work();
    pages.grantPages(pool, LATER_IN_NORMAL);
    assertThat(take(ALL, NO_LIMIT)).isEqualTo(new Granted(7, new PoolGeometry(IN_DMA32, ALL, 1)));
  }

  @Test
  void countsExpansionsSinceBoot() {
    boot();
    work();
    fill(LATER_IN_NORMAL);
    assertThat(state().expansions()).isEqualTo(1);
    assertThat(state().totalBytes()).isEqualTo(4 * 128 * KIB);
  }

  @Test
  void theWorkerIsCalledAgainForWhatWasTakenWhileItRan() {
    boot();
    work();
    take(ONE_PAGE, DMA32_LIMIT);
    assertThat(timeline.take()).isEmpty();
    fill(LATER_IN_NORMAL);
    later();
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  @Test
  void theWorkerDoesNotTryAgainUntilMoreIsTaken() {
    pool = atomicPool(4 * KIB, false);
    boot();
    work();
    pages.refuse(pool);
    assertThat(timeline.take()).isEmpty();
    assertThat(state().failedExpansions()).isEqualTo(1);
  }

  // What the hypervisor refuses.

  @Test
  void pagesThatAreNotSharedAreMadePrivateAgain() {
    boot();
    work();
    pages.grantPages(pool, LATER_IN_NORMAL);
    hypervisor.refuse(pool);
    var wish = hypervisor.encrypt();
    assertThat(wish.address()).isEqualTo(LATER_IN_NORMAL);
    assertThat(wish.pages()).isEqualTo(32);
  }

  @Test
  void pagesThatArePrivateAgainGoBack() {
    boot();
    work();
    pages.grantPages(pool, LATER_IN_NORMAL);
    hypervisor.refuse(pool);
    hypervisor.grant(pool);
    assertThat(pages.questions()).containsExactly(new FreePages(LATER_IN_NORMAL, 5));
  }

  @Test
  void contiguousPagesThatArePrivateAgainGoBackToTheirRegion() {
    bootWithCma();
    take(ONE_PAGE, DMA32_LIMIT);
    later();
    pages.grantContiguous(pool, 2L << 30);
    hypervisor.refuse(pool);
    hypervisor.grant(pool);
    assertThat(pages.questions()).containsExactly(new FreeContiguous(2L << 30, 32));
  }

  @Test
  void pagesInDoubtAreLost() {
    boot();
    work();
    pages.grantPages(pool, LATER_IN_NORMAL);
    hypervisor.refuse(pool);
    hypervisor.refuse(pool);
    assertThat(pages.questions()).isEmpty();
    assertThat(state().totalBytes()).isEqualTo(3 * 128 * KIB);
  }

  @Test
  void aRefusalOfTheHypervisorIsAFailedExpansion() {
    boot();
    work();
    pages.grantPages(pool, LATER_IN_NORMAL);
    hypervisor.refuse(pool);
    hypervisor.grant(pool);
    assertThat(state().failedExpansions()).isEqualTo(1);
    assertThat(state().expansions()).isZero();
  }

  @Test
  void bootGoesOnWithTheNextZoneWhereTheHypervisorRefuses() {
    pages.grantPages(pool, IN_DMA);
    hypervisor.refuse(pool);
    hypervisor.grant(pool);
    assertThat(pages.next()).isEqualTo(new FreePages(IN_DMA, 5));
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  // What comes back.

  @Test
  void releasedMemoryServesNobodyDuringTheGracePeriod() {
    boot();
    take(ALL, DMA_ZONE_LIMIT);
    pool.run(new Release(IN_DMA, ALL));
    assertThat(take(1, DMA_ZONE_LIMIT)).isEqualTo(new Refused(7));
  }

  @Test
  void releasedMemoryServesAgainAfterTheGracePeriod() {
    boot();
    take(ALL, DMA_ZONE_LIMIT);
    timeline.take();
    pool.run(new Release(IN_DMA, ALL));
    later();
    assertThat(take(1, DMA_ZONE_LIMIT)).isEqualTo(new Granted(7, new PoolGeometry(IN_DMA, 1, 1)));
  }

  @Test
  void theGracePeriodBeginsWithTheRelease() {
    boot();
    take(ALL, DMA_ZONE_LIMIT);
    timeline.take();
    timeline.setNowNs(500);
    pool.run(new Release(IN_DMA, ALL));
    assertThat(timeline.take())
        .singleElement()
        .extracting(RecordingTimeline.Delivery::timeNs)
        .isEqualTo(500 + GRACE_NS);
  }

  @Test
  void memoryThatNobodyUsedServesAgainAtOnce() {
    boot();
    take(ALL, DMA_ZONE_LIMIT);
    pool.run(new GiveBack(IN_DMA, ALL));
    assertThat(take(1, DMA_ZONE_LIMIT)).isEqualTo(new Granted(7, new PoolGeometry(IN_DMA, 1, 1)));
  }

  @Test
  void sharedMemoryNeverGoesBackToThePageAllocator() {
    boot();
    take(3);
    pool.run(new GiveBack(IN_NORMAL, 3));
    assertThat(pages.questions()).isEmpty();
    assertThat(state().usedBytes()).isZero();
  }

  @Test
  void whatCameFromThePageAllocatorGoesBackToIt() {
    boot();
    pool.run(new GiveBack(LATER_IN_NORMAL, 3));
    assertThat(pages.questions()).containsExactly(new FreePages(LATER_IN_NORMAL, 1));
  }

  @Test
  void theHighWaterMarkRemembersTheMostInUse() {
    boot();
    take(3);
    pool.run(new GiveBack(IN_NORMAL, 3));
    assertThat(state().hiwaterBytes()).isEqualTo(8 * KIB);
  }

  // Rest.

  private boolean isDrained() {
    return drainer.hasMessages();
  }

  private void drain() {
    pool.run(new Drain(drainer.getRef()));
  }

  @Test
  void isAtRestWhenNothingIsUnderWay() {
    boot();
    drain();
    assertThat(isDrained()).isTrue();
  }

  @Test
  void isNotAtRestDuringBoot() {
    drain();
    assertThat(isDrained()).isFalse();
    boot();
    assertThat(isDrained()).isTrue();
  }

  @Test
  void isNotAtRestWhileTheWorkerIsOnItsWay() {
    boot();
    take(ONE_PAGE);
    drain();
    assertThat(isDrained()).isFalse();
  }

  @Test
  void isAtRestWhenTheWorkerIsDone() {
    boot();
    work();
    drain();
    pages.grantPages(pool, LATER_IN_NORMAL);
    assertThat(isDrained()).isFalse();
    hypervisor.grant(pool);
    assertThat(isDrained()).isTrue();
  }

  @Test
  void isNotAtRestWhileTheWorkerIsWantedAgain() {
    boot();
    work();
    drain();
    take(ONE_PAGE, DMA32_LIMIT);
    fill(LATER_IN_NORMAL);
    assertThat(isDrained()).isFalse();
    later();
    fill(2L << 30);
    assertThat(isDrained()).isTrue();
  }

  @Test
  void isAtRestWhenTheLastGracePeriodIsOver() {
    boot();
    take(3);
    later();
    fill(LATER_IN_NORMAL);
    pool.run(new Release(IN_NORMAL, 3));
    drain();
    assertThat(isDrained()).isFalse();
    later();
    assertThat(isDrained()).isTrue();
  }
}
