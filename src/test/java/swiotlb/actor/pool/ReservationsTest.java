package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.time.RecordingTimeline;

/** Of a hundred slots seventy can be reserved. */
class ReservationsTest {
  private final RecordingTimeline timeline = new RecordingTimeline();
  private final SlotCounters counters = SlotCounters.plain();
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final BehaviorTestKit<Throttle.Command> reservations =
      BehaviorTestKit.create(
          Reservations.create(timeline, counters, new ExhaustionPolicy.Reserve(70)));

  @BeforeEach
  void pool() {
    counters.addLasting(100);
  }

  private void enter(long mapping, int slots) {
    reservations.run(new Throttle.Enter(mapping, false, slots, client.getRef()));
  }

  private void answers(MapClient.Reply... expected) {
    assertThat(client.getAllReceived()).containsExactly(expected);
  }

  private static MapClient.Reply admitted(long mapping) {
    return new MapClient.Admitted(mapping, true);
  }

  private static MapClient.Reply throttled(long mapping) {
    return new MapClient.Throttled(mapping);
  }

  @Test
  void requestsGoOnWhileThereIsRoomAndThenWait() {
    enter(1, 40);
    enter(2, 30);
    enter(3, 1);
    answers(admitted(1), admitted(2), throttled(3));
  }

  @Test
  void nobodyGoesBeforeOneThatWaits() {
    enter(1, 60);
    enter(2, 20);
    enter(3, 5);
    answers(admitted(1), throttled(2), throttled(3));
    reservations.run(new Throttle.Leave(1));
    answers(admitted(2), admitted(3));
  }

  @Test
  void whoWantsMoreThanCanBeReservedGoesAlone() {
    enter(1, 90);
    enter(2, 1);
    answers(admitted(1), throttled(2));
    enter(3, 90);
    reservations.run(new Throttle.Leave(1));
    answers(throttled(3), admitted(2));
    reservations.run(new Throttle.Leave(2));
    answers(admitted(3));
  }

  @Test
  void whatIsForgottenStaysReservedAndHangsNobody() {
    enter(1, 65);
    enter(2, 10);
    enter(3, 10);
    answers(admitted(1), throttled(2), throttled(3));
    reservations.run(new Throttle.Forgotten(1));
    answers(admitted(2));
    reservations.run(new Throttle.Leave(2));
    answers(admitted(3));
  }

  @Test
  void whatWasNotReservedCannotBeGivenBack() {
    assertThatThrownBy(() -> reservations.run(new Throttle.Leave(4)))
        .hasMessage("mapping 4 gives back what it has not reserved");
  }

  @Test
  void waitsAreCounted() {
    enter(1, 70);
    enter(2, 10);
    timeline.setNowNs(500);
    reservations.run(new Throttle.Leave(1));
    var reader = TestInbox.<Throttle.State>create("reader");
    reservations.run(new Throttle.ReadState(reader.getRef()));
    reader.expectMessage(new Throttle.State(1, 0, 1, 500, 500, 1, 0, -1));
  }
}
