package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool.Drain;
import swiotlb.actor.memory.AtomicPool.Drained;
import swiotlb.actor.memory.AtomicPool.EndGracePeriod;
import swiotlb.actor.memory.AtomicPool.GiveBack;
import swiotlb.actor.memory.AtomicPool.GracePeriodEnded;
import swiotlb.actor.memory.AtomicPool.Granted;
import swiotlb.actor.memory.AtomicPool.Refused;
import swiotlb.actor.memory.AtomicPool.Release;
import swiotlb.actor.memory.AtomicPool.Take;
import swiotlb.actor.memory.PageAllocator.FreePages;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;

/** Questions to the page allocator are answered by hand. */
class AtomicPoolTest {
  private static final long DMA_ZONE_LIMIT = (16L << 20) - 1;
  private static final long BELOW_2_GIB = (2L << 30) - 1;
  private static final long NO_LIMIT = -1L;
  private static final long AT_1_GIB = 1L << 30;
  private static final long AT_3_GIB = 3L << 30;
  private static final int GRACE_NS = 1_000;
  private static final int ON_COMMAND = -1;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final PageDesk pages = new PageDesk();
  private final TestInbox<AtomicPool.Reply> asker = TestInbox.create("asker");
  private final TestInbox<Drained> drainer = TestInbox.create("drainer");
  private final TestInbox<GracePeriodEnded> ender = TestInbox.create("ender");
  private BehaviorTestKit<AtomicPool.Command> pool = atomicPool(GRACE_NS);

  private BehaviorTestKit<AtomicPool.Command> atomicPool(long graceNs) {
    var settings = new AtomicPool.Settings(GracePeriod.always(graceNs), DMA_ZONE_LIMIT);
    return BehaviorTestKit.create(AtomicPool.create(settings, timeline, pages.ref()));
  }

  private void take(int slots, long limit) {
    pool.run(new Take(7, slots, limit, false, asker.getRef()));
  }

  @Test
  void grantsExactlyTheSlotsWantedInOneArea() {
    take(3, NO_LIMIT);
    pages.grantObject(pool);
    pages.grantPages(pool, AT_1_GIB);
    pages.grantObject(pool);
    asker.expectMessage(new Granted(7, new PoolGeometry(AT_1_GIB, 3, 1)));
  }

  @Test
  void asksForTheSmallestBlockThatCoversTheSlots() {
    take(5, NO_LIMIT);
    pages.grantObject(pool);
    assertThat(pages.pagesQuestion().order()).isEqualTo(2);
  }

  @Test
  void neverWaitsForPages() {
    take(2, NO_LIMIT);
    pages.grantObject(pool);
    assertThat(pages.pagesQuestion().mayWait()).isFalse();
  }

  @Test
  void asksForNoPagesWithoutADescriptor() {
    take(2, NO_LIMIT);
    pages.refuse(pool);
    assertThat(pages.questions()).isEmpty();
    asker.expectMessage(new Refused(7));
  }

  @Test
  void refusesAtOnceWhenPagesAreRefused() {
    take(2, NO_LIMIT);
    pages.grantObject(pool);
    pages.refuse(pool);
    asker.expectMessage(new Refused(7));
    assertThat(pages.questions()).isEmpty();
  }

  @Test
  void returnsThePagesWhenItCannotHaveTheSlotTable() {
    take(2, NO_LIMIT);
    pages.grantObject(pool);
    pages.grantPages(pool, AT_1_GIB);
    pages.refuse(pool);
    assertThat(pages.next()).isEqualTo(new FreePages(AT_1_GIB, 0));
    asker.expectMessage(new Refused(7));
  }

  @Test
  void asksTheZoneInWhichTheDeviceReachesEveryPage() {
    take(2, BELOW_2_GIB);
    pages.grantObject(pool);
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA32);
  }

  @Test
  void givesPagesAboveTheLimitBackAndAsksTheNextLowerZone() {
    take(2, BELOW_2_GIB);
    pages.grantObject(pool);
    pages.grantPages(pool, AT_3_GIB);
    assertThat(pages.next()).isEqualTo(new FreePages(AT_3_GIB, 0));
    assertThat(pages.pagesQuestion().zone()).isEqualTo(Zone.DMA);
  }

  @Test
  void refusesWhenEvenTheLowestZoneLiesAboveTheLimit() {
    take(2, (1L << 20) - 1);
    pages.grantObject(pool);
    pages.grantPages(pool, 8L << 20);
    assertThat(pages.next()).isEqualTo(new FreePages(8L << 20, 0));
    asker.expectMessage(new Refused(7));
  }

  @Test
  void keepsTheQuestionsOfTwoMappingsApart() {
    pool.run(new Take(7, 2, NO_LIMIT, false, asker.getRef()));
    pool.run(new Take(8, 4, NO_LIMIT, false, asker.getRef()));
    pages.grantObject(pool);
    pages.grantObject(pool);
    pages.grantPages(pool, AT_1_GIB);
    pages.refuse(pool);
    pages.grantObject(pool);
    assertThat(asker.getAllReceived())
        .containsExactly(new Refused(8), new Granted(7, new PoolGeometry(AT_1_GIB, 2, 1)));
  }

  @Test
  void unusedMemoryGoesBackAtOnce() {
    pool.run(new GiveBack(AT_1_GIB, 3));
    assertThat(pages.next()).isEqualTo(new FreePages(AT_1_GIB, 1));
  }

  @Test
  void releasedMemoryStaysForAGracePeriod() {
    pool.run(new Release(AT_1_GIB, 3));
    assertThat(pages.questions()).isEmpty();
  }

  @Test
  void releasedMemoryGoesBackAfterTheGracePeriod() {
    timeline.setNowNs(500);
    pool.run(new Release(AT_1_GIB, 3));
    var end = timeline.take().get(0);
    pool.run((AtomicPool.Command) end.message());
    assertThat(end.timeNs()).isEqualTo(500 + GRACE_NS);
    assertThat(pages.next()).isEqualTo(new FreePages(AT_1_GIB, 1));
  }

  @Test
  void aGracePeriodOnCommandHasNoEndOfItsOwn() {
    pool = atomicPool(ON_COMMAND);
    pool.run(new Release(AT_1_GIB, 3));
    assertThat(timeline.take()).isEmpty();
  }

  @Test
  void theCommandEndsTheGracePeriodOfEverythingReleased() {
    pool = atomicPool(ON_COMMAND);
    pool.run(new Release(AT_1_GIB, 3));
    pool.run(new Release(AT_3_GIB, 1));
    pool.run(new EndGracePeriod(ender.getRef()));
    assertThat(pages.questions())
        .containsExactly(new FreePages(AT_1_GIB, 1), new FreePages(AT_3_GIB, 0));
  }

  @Test
  void tellsHowManyReleasesAGracePeriodEnded() {
    pool = atomicPool(ON_COMMAND);
    pool.run(new Release(AT_1_GIB, 3));
    pool.run(new EndGracePeriod(ender.getRef()));
    pool.run(new EndGracePeriod(ender.getRef()));
    assertThat(ender.getAllReceived())
        .containsExactly(new GracePeriodEnded(1), new GracePeriodEnded(0));
  }

  @Test
  void withoutCoherentPoolsNoSharedMemoryIsToBeHad() {
    pool.run(new Take(7, 1, NO_LIMIT, true, asker.getRef()));
    asker.expectMessage(new Refused(7));
    assertThat(pages.questions()).isEmpty();
  }

  @Test
  void isAtRestAtFirst() {
    pool.run(new Drain(drainer.getRef()));
    drainer.expectMessage(new Drained());
  }

  @Test
  void isNotAtRestWhileAGracePeriodLasts() {
    pool.run(new Release(AT_1_GIB, 3));
    pool.run(new Drain(drainer.getRef()));
    assertThat(drainer.hasMessages()).isFalse();
    pool.run(timeline.takeOnly(AtomicPool.Command.class));
    drainer.expectMessage(new Drained());
  }

  @Test
  void isNotAtRestWhileItsQuestionsAreOpen() {
    take(2, NO_LIMIT);
    pool.run(new Drain(drainer.getRef()));
    assertThat(drainer.hasMessages()).isFalse();
    pages.refuse(pool);
    drainer.expectMessage(new Drained());
  }

  @Test
  void doesNotWaitForAGracePeriodThatEndsOnCommand() {
    pool = atomicPool(ON_COMMAND);
    pool.run(new Release(AT_1_GIB, 3));
    pool.run(new Drain(drainer.getRef()));
    drainer.expectMessage(new Drained());
  }

  @Test
  void gracePeriodsAreDrawnFromTheSeed() {
    assertThat(gracePeriods(1)).isEqualTo(gracePeriods(1)).isNotEqualTo(gracePeriods(2));
  }

  private List<Long> gracePeriods(long seed) {
    var grace = new GracePeriod(1_000, 5_000, 20_000);
    var settings = new AtomicPool.Settings(grace, DMA_ZONE_LIMIT, seed, Optional.empty());
    var drawing = BehaviorTestKit.create(AtomicPool.create(settings, timeline, pages.ref()));
    for (var i = 0; i < 10; i++) {
      drawing.run(new Release(AT_1_GIB, 1));
    }
    return timeline.take().stream().map(RecordingTimeline.Delivery::timeNs).toList();
  }
}
