package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.policy.LockPolicy;
import swiotlb.kernel.policy.PlacementPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.time.RecordingTimeline;

/** What an area does where locks, the lending of its pages or its end are not the kernel's. */
class AreaDesignTest {
  private static final PoolGeometry POOL = new PoolGeometry(0x4000_0000L, 256, 2);
  private static final long MIGRATION_NS = 1_000;
  private static final long SEARCH_NS = 50;
  private static final int FOUR_PAGES_OF_SLOTS = 8;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<Allocator.Exhausted> allocator = TestInbox.create("allocator");
  private final TestInbox<Allocator.AreaEmpty> idle = TestInbox.create("idle");
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final TestInbox<Area.Retirement> retirements = TestInbox.create("retirements");
  private final PublishedPools published = new PublishedPools(new PoolList.SearchRounds(true, 2));

  private BehaviorTestKit<Area.Command> area(AreaDesign design, int owner) {
    var settings =
        new Area.Settings(
            new AreaCosts(SEARCH_NS, 10, 0, 0, 0, 0),
            false,
            SlotCounters.plain(),
            published,
            timeline,
            allocator.getRef(),
            false,
            List.of(),
            design);
    return BehaviorTestKit.create(Area.create(settings, 0, POOL, owner), "area-" + owner);
  }

  private AreaDesign lending(int lentPercent, int failingPerMille) {
    return design(
        LockPolicy.AREAS,
        Optional.of(new PlacementPolicy.Lending(lentPercent, MIGRATION_NS, failingPerMille)));
  }

  private AreaDesign design(LockPolicy locks, Optional<PlacementPolicy.Lending> lending) {
    return new AreaDesign(
        new Locks(locks), lending, Optional.of(idle.getRef()), name -> new SplittableRandom(1));
  }

  private PoolList listOf(BehaviorTestKit<Area.Command> only) {
    return PoolList.empty(new PoolList.SearchRounds(true, 1))
        .withNewest(
            new PoolList.Entry(0, new PoolGeometry(POOL.start(), 128, 1), List.of(only.getRef())));
  }

  private void map(BehaviorTestKit<Area.Command> area, Request request) {
    area.run(Area.MapRequest.first(request, listOf(area)));
  }

  private Request fromThread() {
    return Requests.of(7, FOUR_PAGES_OF_SLOTS, client.getRef());
  }

  private Request fromInterrupt() {
    return Requests.inInterrupt(7, FOUR_PAGES_OF_SLOTS, client.getRef());
  }

  // Pages that are lent.

  @Test
  void aThreadWaitsUntilThePagesOfItsBufferWereMigrated() {
    map(area(lending(100, 0), 0), fromThread());
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost().waitNs())
        .isEqualTo(4 * MIGRATION_NS);
  }

  @Test
  void pagesThatNobodyBorrowedAreThereAtOnce() {
    map(area(lending(0, 1000), 0), fromThread());
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost().waitNs()).isZero();
  }

  @Test
  void interruptContextDoesNotWaitForMigration() {
    map(area(lending(100, 0), 0), fromInterrupt());
    var refused = timeline.takeOnly(Allocator.Exhausted.class);
    assertThat(refused.closest()).isEqualTo(Refusal.LENT);
  }

  @Test
  void slotsOfAMigrationThatFailedAreFreeAgain() {
    var area = area(lending(100, 1000), 0);
    map(area, fromThread());
    timeline.takeOnly(Allocator.Exhausted.class);
    var states = TestInbox.<Area.State>create("states");
    area.run(new Area.ReadState(states.getRef()));
    assertThat(states.receiveMessage().usedSlots()).containsExactly(0);
  }

  // Locks.

  private long waitedOfSecond(LockPolicy policy) {
    var design = design(policy, Optional.empty());
    map(area(design, 0), fromThread());
    map(area(design, 0), fromThread());
    var answers = timeline.take();
    return ((MapClient.Mapped) answers.get(1).message()).cost().lockWaitNs();
  }

  @Test
  void oneLockIsWaitedForByAllAreas() {
    assertThat(waitedOfSecond(LockPolicy.ONE)).isEqualTo(SEARCH_NS + 10);
  }

  @Test
  void aLockOfItsOwnIsNotWaitedForByAnotherArea() {
    assertThat(waitedOfSecond(LockPolicy.AREAS)).isZero();
  }

  @Test
  void aFreeLockIsNeverWaitedFor() {
    var area = area(design(LockPolicy.FREE, Optional.empty()), 0);
    map(area, fromThread());
    map(area, Requests.of(8, FOUR_PAGES_OF_SLOTS, client.getRef()));
    assertThat(timeline.take())
        .extracting(sent -> ((MapClient.Mapped) sent.message()).cost().lockWaitNs())
        .containsExactly(0L, 0L);
  }

  // The end of an area.

  private BehaviorTestKit<Area.Command> usedAndEmpty() {
    var area = area(design(LockPolicy.AREAS, Optional.empty()), 0);
    map(area, fromThread());
    var mapped = timeline.takeOnly(MapClient.Mapped.class);
    timeline.setNowNs(100);
    area.run(new Area.Unmap(7, mapped.slot(), client.getRef()));
    timeline.take();
    return area;
  }

  @Test
  void anAreaThatBecomesEmptySaysSo() {
    usedAndEmpty();
    idle.expectMessage(new Allocator.AreaEmpty(0));
  }

  @Test
  void anEmptyAreaRetiresIfItWasEmptyForLongEnough() {
    var area = usedAndEmpty();
    area.run(new Area.Retire(99, retirements.getRef()));
    retirements.expectMessage(new Area.Retirement(0, Area.Use.USED_LATELY));
    area.run(new Area.Retire(100, retirements.getRef()));
    retirements.expectMessage(new Area.Retirement(0, Area.Use.RETIRED));
  }

  @Test
  void anAreaInUseDoesNotRetire() {
    var area = area(design(LockPolicy.AREAS, Optional.empty()), 0);
    map(area, fromThread());
    area.run(new Area.Retire(1_000, retirements.getRef()));
    retirements.expectMessage(new Area.Retirement(0, Area.Use.IN_USE));
  }

  @Test
  void aRetiredAreaPassesRequestsOnUntilItIsReinstated() {
    var area = usedAndEmpty();
    area.run(new Area.Retire(100, retirements.getRef()));
    map(area, fromThread());
    timeline.takeOnly(Allocator.Exhausted.class);
    area.run(new Area.Reinstate());
    map(area, fromThread());
    timeline.takeOnly(MapClient.Mapped.class);
  }
}
