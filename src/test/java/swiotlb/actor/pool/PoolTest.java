package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ChildFailed;
import java.util.List;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.RecordingTimeline;
import swiotlb.time.Stage;

/** A pool of four areas; its areas are inboxes unless a test says otherwise. */
class PoolTest {
  private static final PoolGeometry GEOMETRY = new PoolGeometry(0x4000_0000L, 512, 4);

  private final TestInbox<Pool.Started> starts = TestInbox.create("starts");
  private final TestInbox<Pool.State> reader = TestInbox.create("reader");
  private final TestInbox<Pool.State> secondReader = TestInbox.create("second-reader");
  private final BehaviorTestKit<Pool.Command> pool =
      BehaviorTestKit.create(Pool.create(3, GEOMETRY, settings(), starts.getRef()), "pool-3");

  private static Area.Settings settings() {
    return new Area.Settings(
        AreaCosts.FREE,
        false,
        SlotCounters.plain(),
        new PublishedPools(new PoolList.SearchRounds(false, 1)),
        new RecordingTimeline(),
        TestInbox.<Allocator.Exhausted>create("allocator").getRef(),
        false);
  }

  private TestInbox<Area.Command> area(int number) {
    return pool.childInbox("area-" + number);
  }

  /** An area answers the question that it was asked. */
  private void answer(int number) {
    var asked = (Area.ReadState) area(number).receiveMessage();
    asked.replyTo().tell(stateOf(number));
    pool.runOne();
  }

  private static Area.State stateOf(int area) {
    return new Area.State(
        area, List.of(area), List.of(0), 128, List.of(0L), List.of(0L), List.of(0L), "");
  }

  @Test
  void tellsThatItIsThereWithAnActorForEachArea() {
    var areas = starts.receiveMessage().entry().areas();
    assertThat(areas)
        .extracting(area -> area.path().name())
        .containsExactly("area-0", "area-1", "area-2", "area-3");
  }

  @Test
  void oneActorOwnsTheAreasThatShareASlotSet() {
    var small = new PoolGeometry(0x4000_0000L, 256, 8);
    BehaviorTestKit.create(Pool.create(3, small, settings(), starts.getRef()));
    starts.receiveMessage();
    assertThat(starts.receiveMessage().entry().areas()).hasSize(2);
  }

  @Test
  void gathersTheStatesOfItsAreasInTheirOrder() {
    pool.run(new Pool.ReadState(reader.getRef()));
    List.of(2, 0, 3, 1).forEach(this::answer);
    reader.expectMessage(
        new Pool.State(3, GEOMETRY, List.of(stateOf(0), stateOf(1), stateOf(2), stateOf(3))));
  }

  @Test
  void answersOnlyWhenEveryAreaHasAnswered() {
    pool.run(new Pool.ReadState(reader.getRef()));
    List.of(0, 1, 2).forEach(this::answer);
    assertThat(reader.hasMessages()).isFalse();
  }

  @Test
  void oneReadOutServesEverybodyWhoAskedMeanwhile() {
    pool.run(new Pool.ReadState(reader.getRef()));
    pool.run(new Pool.ReadState(secondReader.getRef()));
    List.of(0, 1, 2, 3).forEach(this::answer);
    assertThat(secondReader.receiveMessage()).isEqualTo(reader.receiveMessage());
    assertThat(area(0).hasMessages()).isFalse();
  }

  @Test
  void readsItsAreasAnewForALaterQuestion() {
    pool.run(new Pool.ReadState(reader.getRef()));
    List.of(0, 1, 2, 3).forEach(this::answer);
    reader.receiveMessage();
    pool.run(new Pool.ReadState(reader.getRef()));
    List.of(0, 1, 2, 3).forEach(this::answer);
    assertThat(reader.receiveMessage().areas()).hasSize(4);
  }

  @Test
  void failsWithAnAreaAndNamesIt() {
    ActorRef<Area.Command> area = area(2).getRef();
    var signal = new ChildFailed(area.unsafeUpcast(), new IllegalStateException("broken"));
    assertThatThrownBy(() -> pool.signal(signal))
        .isInstanceOf(ActorFailedException.class)
        .hasMessageContaining("pool-3/area-2 failed: ")
        .hasMessageContaining("broken");
  }

  @Test
  void anAreaThatThrowsFailsTheRunningPool() {
    try (var stage = new Stage()) {
      stage.enter(Pool.create(3, GEOMETRY, settings(), starts.getRef()), "pool-3");
      stage.play();
      starts.receiveMessage();
      var area = starts.receiveMessage().entry().areas().get(2);
      stage.at(0, area, new Area.Unmap(7, 260, TestInbox.<MapClient.Reply>create().getRef()));
      stage.play();
      assertThat(stage.failure().orElseThrow())
          .isInstanceOfSatisfying(
              ActorFailedException.class,
              e -> assertThat(e.path()).isEqualTo("/user/pool-3/area-2"));
    }
  }
}
