package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;
import swiotlb.time.Innermost;
import swiotlb.time.RecordingTimeline;

/** Area 0 of a pool of two areas, and what it does with its slots and its neighbours. */
class AreaTest {
  private static final PoolGeometry TWO_AREAS = new PoolGeometry(0x4000_0000L, 256, 2);
  private static final PoolGeometry SMALL_AREAS = new PoolGeometry(0x4000_0000L, 128, 4);
  private static final PoolGeometry OTHER_POOL = new PoolGeometry(0x5000_0000L, 128, 1);
  private static final int POOL_NUMBER = 3;
  private static final int WHOLE_AREA = 128;
  private static final int SLOT_BYTES = 2048;

  private static final long SENT_NS = 1_000;
  private static final AreaCosts COSTS = new AreaCosts(10, 7, 1, 2, 100, 50);
  private static final long ONE_SLOT_NS = 10 + 100 + 2;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final SlotCounters counters = SlotCounters.plain();
  private final TestInbox<Allocator.Exhausted> allocator = TestInbox.create("allocator");
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final TestInbox<Area.Command> secondArea = TestInbox.create("area-1");
  private final TestInbox<Area.Command> otherPool = TestInbox.create("other-area-0");
  private final TestInbox<Area.State> reader = TestInbox.create("reader");

  private final PublishedPools published = new PublishedPools(new PoolList.SearchRounds(false, 2));

  private BehaviorTestKit<Area.Command> area = area(AreaCosts.FREE, TWO_AREAS);
  private PoolList list = onlyItsPool();

  private BehaviorTestKit<Area.Command> area(AreaCosts costs, PoolGeometry pool) {
    var settings =
        new Area.Settings(costs, false, counters, published, timeline, allocator.getRef(), false);
    return BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, pool, 0), "area-0");
  }

  private PoolList onlyItsPool() {
    return PoolList.empty(new PoolList.SearchRounds(false, 2))
        .withNewest(
            new PoolList.Entry(
                POOL_NUMBER, TWO_AREAS, List.of(area.getRef(), secondArea.getRef())));
  }

  private PoolList.Entry theOtherPool() {
    return new PoolList.Entry(4, OTHER_POOL, List.of(otherPool.getRef()));
  }

  private void areaWithCosts() {
    timeline.setNowNs(SENT_NS);
    area = area(COSTS, TWO_AREAS);
    list = onlyItsPool();
  }

  private void map(int slots) {
    area.run(Area.MapRequest.first(request(slots), list));
  }

  private Request request(int slots) {
    return Requests.of(7, slots, client.getRef());
  }

  private void fill() {
    map(WHOLE_AREA);
    timeline.take();
  }

  private Area.State state() {
    area.run(new Area.ReadState(reader.getRef()));
    return reader.receiveMessage();
  }

  private RecordingTimeline.Delivery onlyDelivery() {
    var deliveries = timeline.take();
    assertThat(deliveries).hasSize(1);
    return deliveries.get(0);
  }

  private static Area.MapRequest forwarded(RecordingTimeline.Delivery delivery) {
    return (Area.MapRequest) delivery.message();
  }

  // Served.

  @Test
  void aRequestServedAtOnceCostsTwoMessages() {
    map(2);
    assertThat(onlyDelivery().to()).isEqualTo(client.getRef());
    assertThat(client.hasMessages() || allocator.hasMessages()).isFalse();
  }

  @Test
  void theAnswerNamesThisAreaThePoolAndTheFirstSlot() {
    map(2);
    timeline.take();
    map(2);
    var cost = new SearchCost(1, 0, 0, 0, 0);
    assertThat(timeline.takeOnly(MapClient.Mapped.class))
        .isEqualTo(
            new MapClient.Mapped(
                7,
                area.getRef(),
                POOL_NUMBER,
                TWO_AREAS,
                2,
                2,
                cost,
                BounceBuffer.NONE,
                new Area.Left(0, 4, 4, 0)));
  }

  @Test
  void slotsInUseAreCounted() {
    map(5);
    assertThat(counters.used()).isEqualTo(5);
  }

  // Passed on.

  @Test
  void aRefusedRequestGoesToTheNextPoolOfTheRound() {
    var itsPool = list.newestFirst().get(0);
    list = PoolList.empty(new PoolList.SearchRounds(false, 2)).withNewest(theOtherPool());
    list = list.withNewest(itsPool);
    fill();
    map(1);
    assertThat(onlyDelivery().to()).isEqualTo(otherPool.getRef());
  }

  @Test
  void aRequestRefusedByThePoolsOfARoundGoesToTheNextRound() {
    fill();
    map(1);
    var delivery = onlyDelivery();
    assertThat(delivery.to()).isEqualTo(secondArea.getRef());
    assertThat(SearchOrder.round(forwarded(delivery).stop())).isEqualTo(1);
  }

  @Test
  void aPoolPublishedMeanwhileIsSearchedInTheNextRound() {
    var older = list.withNewest(theOtherPool());
    var newest = TestInbox.<Area.Command>create("newest");
    var entry = new PoolList.Entry(5, TWO_AREAS, List.of(newest.getRef(), newest.getRef()));
    fill();
    published.publish(older.withNewest(entry));
    area.run(withinARound(older));
    assertThat(onlyDelivery().to()).isEqualTo(newest.getRef());
  }

  /** A request that the other pool, first in its round, has passed on. */
  private Area.MapRequest withinARound(PoolList byItsList) {
    var second = byItsList.nextInRound(byItsList.firstOf(0));
    return new Area.MapRequest(request(1), byItsList, second, null, 0, SearchCost.NONE, null);
  }

  @Test
  void theNewestListTravelsWithTheRequestFromTheNextRoundOn() {
    var older = list.withNewest(theOtherPool());
    var newer = older.withNewest(theOtherPool());
    fill();
    published.publish(newer);
    area.run(withinARound(older));
    assertThat(forwarded(onlyDelivery()).pools()).isSameAs(newer);
  }

  @Test
  void aPoolPublishedBeforeARoundBeginsGoesBeforeTheAreaThatWasAsked() {
    published.publish(list.withNewest(theOtherPool()));
    map(1);
    var request = (Area.MapRequest) otherPool.receiveMessage();
    assertThat(request.pools().newestFirst()).hasSize(2);
    assertThat(request.refusedBy()).isNull();
    assertThat(timeline.take()).as("answers").isEmpty();
  }

  @Test
  void aPoolPublishedWithinARoundWaitsForTheNextOne() {
    var older = list.withNewest(theOtherPool());
    published.publish(older.withNewest(theOtherPool()));
    area.run(withinARound(older));
    assertThat(onlyDelivery().message()).isInstanceOf(MapClient.Mapped.class);
  }

  @Test
  void aRequestKeepsAListThatIsNewerThanThatOfTheArea() {
    var older = list;
    fill();
    published.publish(older);
    list = list.withNewest(theOtherPool());
    var stopHere = list.nextInRound(list.firstOf(0));
    area.run(
        new Area.MapRequest(
            request(1), list, stopHere, Refusal.NO_LONG_RUN, 0, SearchCost.NONE, null));
    assertThat(forwarded(onlyDelivery()).pools()).isSameAs(list);
  }

  // Exhausted.

  /** At the last stop: area 0 is that of CPU 1 in round 1. */
  private Area.MapRequest atTheLastStop(Refusal closest, int largestFreeRun) {
    return new Area.MapRequest(
        Requests.onCpu(1, 7, 2, client.getRef()),
        list,
        list.firstOf(1),
        closest,
        largestFreeRun,
        new SearchCost(1, 0, 0, 0, 0),
        null);
  }

  @Test
  void afterTheLastStopTheAllocatorIsTold() {
    fill();
    area.run(atTheLastStop(Refusal.TOO_FEW_FREE, 0));
    assertThat(onlyDelivery().to()).isEqualTo(allocator.getRef());
  }

  /** The newest list has one area only, and none for the round that is about to begin. */
  @Test
  void whereThePoolsOfTheRoundWereTakenAwayTheAllocatorIsTold() {
    published.publish(list.withNewest(theOtherPool()).without(POOL_NUMBER));
    area.run(atTheLastStop(Refusal.NO_LONG_RUN, 40));
    var told = allocator.receiveMessage();
    assertThat(told.closest()).isEqualTo(Refusal.NO_LONG_RUN);
    assertThat(told.largestFreeRun()).isEqualTo(40);
    assertThat(told.cost()).isEqualTo(new SearchCost(1, 0, 0, 0, 0));
    assertThat(told.refusedBy()).as("the area did not search").isNull();
    assertThat(timeline.take()).as("answers").isEmpty();
    assertThat(counters.used()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void aRefusalThatCameCloserBeforeIsKept(Refusal before) {
    fill();
    area.run(atTheLastStop(before, 0));
    assertThat(timeline.takeOnly(Allocator.Exhausted.class).closest()).isEqualTo(before);
  }

  @Test
  void aCloserRefusalHereReplacesThoseBefore() {
    leaveSingleSlots();
    area.run(atTheLastStop(Refusal.TOO_FEW_FREE, 0));
    assertThat(timeline.takeOnly(Allocator.Exhausted.class).closest())
        .isEqualTo(Refusal.NO_LONG_RUN);
  }

  @Test
  void aLargerRunMetBeforeIsKept() {
    leaveSingleSlots();
    area.run(atTheLastStop(Refusal.TOO_FEW_FREE, 40));
    assertThat(timeline.takeOnly(Allocator.Exhausted.class).largestFreeRun()).isEqualTo(40);
  }

  @Test
  void aLargerRunHereReplacesThoseBefore() {
    leaveSingleSlots();
    area.run(atTheLastStop(Refusal.TOO_FEW_FREE, 0));
    assertThat(timeline.takeOnly(Allocator.Exhausted.class).largestFreeRun()).isEqualTo(1);
  }

  @Test
  void theSearchOfThisAreaIsAddedToTheCost() {
    fill();
    area.run(atTheLastStop(Refusal.TOO_FEW_FREE, 0));
    assertThat(timeline.takeOnly(Allocator.Exhausted.class).cost().areas()).isEqualTo(2);
  }

  private void leaveSingleSlots() {
    for (var i = 0; i < WHOLE_AREA; i++) {
      map(1);
    }
    for (var slot = 0; slot < WHOLE_AREA; slot += 2) {
      area.run(new Area.Unmap(7, slot, client.getRef()));
    }
    timeline.take();
  }

  // The lock, a moment.

  @Test
  void theAnswerComesAtTheEndOfTheSearch() {
    areaWithCosts();
    map(1);
    assertThat(onlyDelivery().timeNs()).isEqualTo(SENT_NS + ONE_SLOT_NS);
  }

  @Test
  void eachSlotPassedInTheSearchCosts() {
    areaWithCosts();
    map(1);
    timeline.take();
    timeline.setNowNs(2 * SENT_NS);
    map(2);
    var passedForPageAlignment = 1;
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost().searchNs())
        .isEqualTo(10 + 100 + 2 * 2 + passedForPageAlignment);
  }

  @Test
  void aRefusalWithoutAScanCostsTheLockAlone() {
    areaWithCosts();
    fill();
    timeline.setNowNs(2 * SENT_NS);
    map(1);
    assertThat(onlyDelivery().timeNs()).isEqualTo(2 * SENT_NS + 10);
  }

  @Test
  void aRequestWaitsForTheOneBeforeItAndForTheHandOver() {
    areaWithCosts();
    map(1);
    timeline.take();
    map(1);
    assertThat(onlyDelivery().timeNs()).isEqualTo(SENT_NS + ONE_SLOT_NS + 7 + ONE_SLOT_NS);
  }

  @Test
  void theAnswerTellsForHowLongTheLockWasWaitedFor() {
    areaWithCosts();
    map(1);
    timeline.take();
    map(1);
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost())
        .isEqualTo(new SearchCost(1, ONE_SLOT_NS + 7, ONE_SLOT_NS, 0, 0));
  }

  @Test
  void aRequestThatFindsTheLockJustFreeWaitsForNothing() {
    areaWithCosts();
    map(1);
    timeline.take();
    timeline.setNowNs(SENT_NS + ONE_SLOT_NS);
    map(1);
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost().lockWaitNs()).isZero();
  }

  @Test
  void anUnmapWaitsForTheSameLock() {
    areaWithCosts();
    map(1);
    timeline.take();
    area.run(new Area.Unmap(7, 0, client.getRef()));
    assertThat(timeline.takeOnly(MapClient.Unmapped.class).left().lockWaitNs())
        .isEqualTo(ONE_SLOT_NS + 7);
  }

  @Test
  void eachAreaOfAnActorHasALockOfItsOwn() {
    area = area(COSTS, SMALL_AREAS);
    list =
        PoolList.empty(new PoolList.SearchRounds(false, 4))
            .withNewest(new PoolList.Entry(POOL_NUMBER, SMALL_AREAS, List.of(area.getRef())));
    map(1);
    timeline.take();
    area.run(Area.MapRequest.first(Requests.onCpu(1, 8, 1, client.getRef()), list));
    assertThat(timeline.takeOnly(MapClient.Mapped.class).cost().lockWaitNs()).isZero();
  }

  // Given back.

  @Test
  void anUnmapIsAnsweredWithTheSlotsGivenBackAndTheTimeOfTheRelease() {
    areaWithCosts();
    map(5);
    timeline.take();
    timeline.setNowNs(2 * SENT_NS);
    area.run(new Area.Unmap(7, 0, client.getRef()));
    assertThat(timeline.take())
        .containsExactly(
            new RecordingTimeline.Delivery(
                2 * SENT_NS + 70,
                client.getRef(),
                new MapClient.Unmapped(7, 5, 70, new Area.Left(0, 0, 5, 0))));
  }

  @Test
  void slotsGivenBackAreNoLongerCounted() {
    map(5);
    map(3);
    area.run(new Area.Unmap(7, 0, client.getRef()));
    assertThat(counters.used()).isEqualTo(3);
  }

  @Test
  void anUnmapIsChargedToTheAreaOfTheFirstSlot() {
    area = area(COSTS, SMALL_AREAS);
    area.run(new Area.Adopt(request(8), 30));
    area.run(new Area.Unmap(7, 30, client.getRef()));
    assertThat(state().lockAcquisitions()).containsExactly(1L, 0L, 0L, 0L);
  }

  @Test
  void anUnmapOfNothingFails() {
    assertThatThrownBy(() -> area.run(new Area.Unmap(7, 5, client.getRef())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no buffer begins at slot 5");
  }

  // The bytes of slots.

  private void areaWithBytes() {
    var settings =
        new Area.Settings(
            AreaCosts.FREE, true, counters, published, timeline, allocator.getRef(), false);
    area = BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, TWO_AREAS, 0), "area-0");
    list = onlyItsPool();
  }

  private BounceBuffer lent(int slots) {
    map(slots);
    return timeline.takeOnly(MapClient.Mapped.class).bytes();
  }

  @Test
  void theBytesOfExactlyItsSlotsAreLentWithAMapping() {
    areaWithBytes();
    var lent = lent(3);
    lent.write(0, new byte[3 * SLOT_BYTES], 0, 3 * SLOT_BYTES);
    assertThatThrownBy(() -> lent.write(3 * SLOT_BYTES, new byte[1], 0, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void noTwoLiveMappingsShareBytes() {
    areaWithBytes();
    var first = lent(1);
    var second = lent(1);
    first.write(SLOT_BYTES - 1, new byte[] {1}, 0, 1);
    second.write(0, new byte[] {2}, 0, 1);
    assertThat(first.mismatch(SLOT_BYTES - 1, new byte[] {1}, 0, 1)).isNegative();
    assertThat(second.mismatch(SLOT_BYTES - 1, new byte[] {0}, 0, 1)).isNegative();
  }

  @Test
  void anAdoptedBufferIsLentItsBytesToo() {
    areaWithBytes();
    area.run(new Area.Adopt(request(2), 20));
    assertThat(timeline.takeOnly(MapClient.Mapped.class).bytes().holdsBytes()).isTrue();
  }

  @Test
  void whatNobodyChecksHasNoBytes() {
    map(2);
    assertThat(timeline.takeOnly(MapClient.Mapped.class).bytes()).isSameAs(BounceBuffer.NONE);
  }

  // Synced, adopted, read.

  @Test
  void aSyncIsAnsweredWithThePartWithinTheBuffer() {
    map(2);
    area.run(new Area.Sync(7, TWO_AREAS.start() + 4000, 4096, client.getRef()));
    client.expectMessage(new MapClient.Synced(7, 96, 0x1234_5000L + 4000));
  }

  @Test
  void aSyncOutsideOfEveryBufferTouchesNothing() {
    map(2);
    area.run(new Area.Sync(7, TWO_AREAS.addressOf(20), 4096, client.getRef()));
    client.expectMessage(new MapClient.Synced(7, 0, 0));
  }

  @Test
  void anAdoptedBufferLiesWhereTheRecordingSaysAtNoCost() {
    areaWithCosts();
    area.run(new Area.Adopt(request(2), 20));
    assertThat(timeline.takeOnly(MapClient.Mapped.class))
        .isEqualTo(
            new MapClient.Mapped(
                7,
                area.getRef(),
                POOL_NUMBER,
                TWO_AREAS,
                20,
                0,
                SearchCost.NONE,
                BounceBuffer.NONE,
                new Area.Left(0, 2, 22, 0)));
  }

  @Test
  void aBufferIsNotAdoptedWhereASlotIsTaken() {
    map(2);
    area.run(new Area.Adopt(request(2), 1));
    client.expectMessage(
        new MapClient.MapFailed(7, FailureReason.NO_FREE_RUN, 2, 256, 126, SearchCost.NONE));
  }

  @Test
  void theStateTellsUseAndHintOfEachArea() {
    area = area(AreaCosts.FREE, SMALL_AREAS);
    area.run(new Area.Adopt(request(3), 40));
    var state = state();
    assertThat(state.usedSlots()).containsExactly(0, 3, 0, 0);
    assertThat(state.hints()).containsExactly(0, 11, 0, 0);
  }

  @Test
  void theStateTellsWhereTheAreasLieAndTheLargestRun() {
    map(28);
    assertThat(state()).extracting(Area.State::firstArea).isEqualTo(0);
    assertThat(state()).extracting(Area.State::largestFreeRun).isEqualTo(100);
  }

  @Test
  void theStateTellsHowTheLockFared() {
    areaWithCosts();
    map(1);
    map(1);
    var state = state();
    assertThat(state.lockAcquisitions()).containsExactly(2L);
    assertThat(state.lockContended()).containsExactly(1L);
    assertThat(state.lockWaitNs()).containsExactly(ONE_SLOT_NS + 7);
  }

  @Test
  void theStateOfASoundAreaIsConsistent() {
    leaveSingleSlots();
    assertThat(state().inconsistency()).isEmpty();
  }

  @Test
  void searchesBeginWhereTheSettingsSayForEachArea() {
    var settings =
        new Area.Settings(
                AreaCosts.FREE, false, counters, published, timeline, allocator.getRef(), false)
            .searchingFrom(List.of(6));
    area = BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, TWO_AREAS, 0));
    list = onlyItsPool();
    map(2);
    assertThat(timeline.takeOnly(MapClient.Mapped.class).slot()).isEqualTo(6);
    var beyond = BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, TWO_AREAS, 1));
    beyond.run(new Area.ReadState(reader.getRef()));
    assertThat(reader.receiveMessage().inconsistency()).isEmpty();
  }

  @Test
  void theOwnerOfLaterAreasNumbersThemFromTheirPlaceInThePool() {
    var settings =
        new Area.Settings(
            AreaCosts.FREE, false, counters, published, timeline, allocator.getRef(), false);
    area = BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, TWO_AREAS, 1));
    assertThat(state().firstArea()).isEqualTo(1);
  }

  // Looked at between two messages.

  @Test
  void whoLooksSeesWhatIsReservedThoughNobodyHasHeardOfItYet() {
    map(2);
    assertThat(use().used()).isEqualTo(BitSet.valueOf(new long[] {0b11}));
    assertThat(use().pool()).isEqualTo(POOL_NUMBER);
    assertThat(use().tenant()).isNull();
  }

  @Test
  void whoLooksSeesHowLongItsLockWasWaitedFor() {
    areaWithCosts();
    map(1);
    timeline.take();
    map(1);
    var waited = timeline.takeOnly(MapClient.Mapped.class).left().lockWaitNs();
    assertThat(waited).isPositive();
    assertThat(use().lockWaitNs()).containsExactly(waited);
  }

  @Test
  void whoLooksGetsACopy() {
    map(2);
    use().used().set(0, WHOLE_AREA);
    assertThat(use().used().cardinality()).isEqualTo(2);
    assertThat(state().usedSlots()).containsExactly(2);
  }

  @Test
  void aDisabledAreaHasNothingInUse() {
    var settings =
        new Area.Settings(
            AreaCosts.FREE, false, counters, published, timeline, allocator.getRef(), true);
    area = BehaviorTestKit.create(Area.create(settings, POOL_NUMBER, TWO_AREAS, 0), "area-0");
    assertThat(use().used().isEmpty()).isTrue();
  }

  private SlotUse use() {
    return Innermost.of(area, SlotOwner.class).use();
  }
}
