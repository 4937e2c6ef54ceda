package swiotlb.actor.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.actor.device.DeviceKit.ORIGINAL;
import static swiotlb.actor.device.DeviceKit.PAGE;
import static swiotlb.actor.device.DeviceKit.POOL;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.AreaCosts;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.PublishedPools;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.Limits;

/** A device that maps and unmaps on command. */
class CommandedDeviceTest {
  private static final int SLOT_SET_BYTES = 256 * 1024;

  private final DeviceKit kit = DeviceKit.onCommand();

  private CommandedDevice.Outcome outcome() {
    return kit.outcomes.receiveMessage();
  }

  private void mapped(long mapping, long bytes) {
    kit.map(mapping, bytes);
    kit.serve(kit.request());
    outcome();
  }

  @Test
  void wantsToHearOfEveryListOfPools() {
    kit.begin();
    assertThat(kit.allocator.getAllReceived())
        .containsExactly(new Allocator.Subscribe(kit.device().getRef().narrow()));
  }

  // A request.

  @Test
  void aRequestCostsOneMessageToTheFirstArea() {
    kit.beginWithPool().allocator.receiveMessage();
    kit.map(7, PAGE);
    assertThat(kit.requests()).hasSize(1);
    assertThat(kit.allocator.hasMessages()).isFalse();
  }

  @Test
  void aRequestSaysWhatIsDemandedAndWhereAndInWhichContext() {
    kit.beginWithPool();
    kit.run(new CommandedDevice.Map(7, 3, true, ORIGINAL, PAGE, 0, false, kit.outcomes.getRef()));
    var request = kit.request().request();
    assertThat(request.demand()).isEqualTo(Demand.ofBuffer(DeviceLimits.NONE, ORIGINAL, PAGE, 0));
    assertThat(request.cpu()).isEqualTo(3);
    assertThat(request.interrupt()).isTrue();
  }

  @Test
  void aRequestSaysHowFarTheDeviceReachesThroughItsBus() {
    kit.limits = new DeviceLimits(-1L, 0xffff_ffffL, 0, 0xffff_ffffL);
    kit.beginWithPool();
    kit.map(7, PAGE);
    assertThat(kit.request().request().reach()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void aRequestGoesByTheNewestListThatWasPublished() {
    var newArea = TestInbox.<Area.Command>create("new-area");
    kit.beginWithPool();
    var newer = kit.onePool().withNewest(new PoolList.Entry(1, POOL, List.of(newArea.getRef())));
    kit.run(new MapClient.PoolsPublished(newer));
    kit.run(new MapClient.PoolsPublished(kit.onePool()));
    kit.map(7, PAGE);
    assertThat(newArea.hasMessages()).isTrue();
  }

  @Test
  void pagesAreAlignedToTheirSize() {
    kit.beginWithPool();
    kit.run(new CommandedDevice.AllocatePages(7, 0, 3 * PAGE, kit.outcomes.getRef()));
    assertThat(kit.request().request().demand())
        .isEqualTo(Demand.ofPages(DeviceLimits.NONE, 3 * PAGE));
  }

  // Decided without a search.

  @Test
  void withoutMemoryAMappingFails() {
    kit.begin();
    kit.map(7, PAGE);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.NO_MEMORY));
  }

  @Test
  void withoutMemoryTheAllocatorIsNotAsked() {
    kit.begin().allocator.receiveMessage();
    kit.map(7, PAGE);
    assertThat(kit.allocator.hasMessages()).isFalse();
  }

  @Test
  void moreThanASlotSetIsTooLarge() {
    kit.beginWithPool();
    kit.map(7, SLOT_SET_BYTES + 1);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.TOO_LARGE));
  }

  @Test
  void noAreaIsAskedForWhatIsTooLarge() {
    kit.beginWithPool();
    kit.map(7, SLOT_SET_BYTES + 1);
    assertThat(kit.area.hasMessages()).isFalse();
  }

  @Test
  void aWholeSlotSetIsNotTooLarge() {
    kit.beginWithPool();
    kit.map(7, SLOT_SET_BYTES);
    assertThat(kit.area.hasMessages()).isTrue();
  }

  @Test
  void lackOfMemoryComesBeforeSize() {
    kit.begin();
    kit.map(7, SLOT_SET_BYTES + 1);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.NO_MEMORY));
  }

  @Test
  void aSearchWithoutRoundsFindsNothing() {
    kit.rounds = 0;
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.NO_FREE_RUN));
  }

  // Answered.

  @Test
  void aMappingThatWasServedIsReported() {
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.serve(7);
    kit.outcomes.expectMessage(
        new CommandedDevice.Mapped(
            7, 0, POOL, 0, Demand.ofBuffer(DeviceLimits.NONE, ORIGINAL, PAGE, 0)));
  }

  @Test
  void aMappingThatFailedIsReportedWithTheReason() {
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.fail(7, FailureReason.TRANSIENT_REFUSED);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.TRANSIENT_REFUSED));
  }

  @Test
  void anAnswerThatNobodyAwaitsIsAnError() {
    kit.beginWithPool();
    assertThatThrownBy(() -> kit.serve(7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an answer for mapping 7, which is not live");
  }

  @Test
  void aSecondAnswerAfterAFailureIsAnError() {
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.fail(7, FailureReason.TRANSIENT_REFUSED);
    assertThatThrownBy(() -> kit.serve(7)).isInstanceOf(IllegalStateException.class);
  }

  // Beyond reach.

  private void servedBeyondReach() {
    kit.limits = Limits.upTo(POOL.start() + PAGE - 2);
    kit.beginWithPool();
    kit.map(7, PAGE, true);
    kit.serve(kit.request());
  }

  @Test
  void slotsWhoseLastByteTheDeviceDoesNotReachAreReleased() {
    servedBeyondReach();
    assertThat(kit.area.receiveMessage())
        .isEqualTo(new Area.Unmap(7, 0, kit.device().getRef().narrow()));
  }

  @Test
  void theFailureIsReportedOnlyOnceTheSlotsAreReleased() {
    servedBeyondReach();
    assertThat(kit.outcomes.hasMessages()).isFalse();
  }

  @Test
  void aMappingThatTheDeviceDoesNotReachFails() {
    servedBeyondReach();
    kit.unmapped(7);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.NOT_REACHABLE));
  }

  @Test
  void aMappingWhoseLastByteIsReachedSucceeds() {
    kit.limits = Limits.upTo(POOL.start() + PAGE - 1);
    kit.beginWithPool();
    kit.map(7, PAGE, true);
    kit.serve(7);
    assertThat(outcome()).isInstanceOf(CommandedDevice.Mapped.class);
  }

  @Test
  void reachIsNotCheckedWhereTheCommandSaysSo() {
    kit.limits = Limits.upTo(POOL.start());
    kit.beginWithPool();
    kit.map(7, PAGE, false);
    kit.serve(7);
    assertThat(outcome()).isInstanceOf(CommandedDevice.Mapped.class);
  }

  // Given back.

  @Test
  void anUnmapGoesToTheAreaThatServedTheRequest() {
    kit.beginWithPool();
    mapped(7, PAGE);
    kit.run(new CommandedDevice.Unmap(7));
    assertThat(kit.area.receiveMessage())
        .isEqualTo(new Area.Unmap(7, 0, kit.device().getRef().narrow()));
  }

  @Test
  void anUnmapIsReportedWhenTheAreaHasAnswered() {
    kit.beginWithPool();
    mapped(7, PAGE);
    kit.run(new CommandedDevice.Unmap(7));
    kit.unmapped(7);
    kit.outcomes.expectMessage(new CommandedDevice.Unmapped(7, false));
  }

  @Test
  void theReportOfAnUnmapTellsWhetherThePoolWasTransient() {
    kit.beginWithPool();
    kit.map(7, PAGE);
    kit.serveByTransientPool(7);
    outcome();
    kit.run(new CommandedDevice.Unmap(7));
    kit.unmapped(7);
    kit.outcomes.expectMessage(new CommandedDevice.Unmapped(7, true));
  }

  @Test
  void whatIsNotMappedCannotBeUnmapped() {
    kit.beginWithPool();
    assertThatThrownBy(() -> kit.run(new CommandedDevice.Unmap(7)))
        .isInstanceOf(IllegalStateException.class);
  }

  // Adopted.

  private Area.Adopt adopted() {
    kit.beginWithPool();
    kit.run(
        new CommandedDevice.Adopt(
            7, 0, false, ORIGINAL, PAGE, kit.area.getRef(), 20, kit.outcomes.getRef()));
    return (Area.Adopt) kit.area.receiveMessage();
  }

  @Test
  void anAdoptedBufferIsPlacedWhereTheRecordingSays() {
    assertThat(adopted().slot()).isEqualTo(20);
  }

  @Test
  void aBufferThatCannotBeAdoptedFails() {
    adopted();
    kit.fail(7, FailureReason.NO_FREE_RUN);
    kit.outcomes.expectMessage(new CommandedDevice.Failed(7, FailureReason.NO_FREE_RUN));
  }

  // Synced.

  @Test
  void aSyncNamesAnAddressWithinTheBounceBuffer() {
    kit.beginWithPool();
    mapped(7, PAGE);
    kit.run(new CommandedDevice.Sync(7, 100, 50, kit.outcomes.getRef()));
    assertThat(kit.area.receiveMessage())
        .isEqualTo(new Area.Sync(7, POOL.start() + 100, 50, kit.device().getRef().narrow()));
  }

  @Test
  void aSyncNeverGoesBeyondTheEndOfTheBuffer() {
    var exhausted = TestInbox.<Allocator.Exhausted>create();
    var area =
        BehaviorTestKit.create(
            Area.create(
                new Area.Settings(
                    AreaCosts.FREE,
                    false,
                    kit.counters,
                    new PublishedPools(new PoolList.SearchRounds(false, 1)),
                    kit.timeline,
                    exhausted.getRef(),
                    false),
                0,
                POOL,
                0));
    var list = kit.noPools().withNewest(new PoolList.Entry(0, POOL, List.of(area.getRef())));
    kit.begin().run(new MapClient.PoolsPublished(list));
    kit.map(7, 5_000);
    area.runOne();
    kit.playNext();
    outcome();
    kit.run(new CommandedDevice.Sync(7, 4_900, PAGE, kit.outcomes.getRef()));
    area.runOne();
    kit.device().runOne();
    kit.outcomes.expectMessage(new CommandedDevice.Synced(7, 100, ORIGINAL + 4_900));
  }
}
