package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.time.RecordingTimeline;

/** One semaphore, first come, first served. */
class ThrottleTest {
  private static final boolean HIGH = true;
  private static final boolean LOW = false;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final SlotCounters counters = SlotCounters.plain();
  private final TestInbox<MapClient.Reply> client = TestInbox.create("client");
  private final BehaviorTestKit<Throttle.Command> throttle =
      BehaviorTestKit.create(Throttle.create(timeline, counters));

  private void enter(long mapping, boolean isHigh) {
    throttle.run(new Throttle.Enter(mapping, isHigh, client.getRef()));
  }

  private void answers(MapClient.Reply... expected) {
    assertThat(client.getAllReceived()).containsExactly(expected);
  }

  private Throttle.State state() {
    var reader = TestInbox.<Throttle.State>create("reader");
    throttle.run(new Throttle.ReadState(reader.getRef()));
    return reader.receiveMessage();
  }

  @Test
  void theFirstAboveTheHighLevelTakesTheSemaphore() {
    enter(1, HIGH);
    answers(new MapClient.Admitted(1, true));
  }

  @Test
  void betweenTheLevelsNobodyIsThrottledWhileItIsFree() {
    enter(1, LOW);
    enter(2, LOW);
    answers(new MapClient.Admitted(1, false), new MapClient.Admitted(2, false));
    assertThat(state().low()).isZero();
  }

  @Test
  void betweenTheLevelsOneWaitsWhileItIsTaken() {
    enter(1, HIGH);
    enter(2, LOW);
    answers(new MapClient.Admitted(1, true), new MapClient.Throttled(2));
  }

  @Test
  void theUnmapOfTheHolderLetsTheNextOnesGoInTheOrderInWhichTheyCame() {
    enter(1, HIGH);
    enter(2, LOW);
    enter(3, HIGH);
    client.getAllReceived();
    throttle.run(new Throttle.Leave(1));
    answers(new MapClient.Admitted(2, true));
    throttle.run(new Throttle.Leave(2));
    answers(new MapClient.Admitted(3, true));
    throttle.run(new Throttle.Leave(3));
    enter(4, LOW);
    answers(new MapClient.Admitted(4, false));
  }

  @Test
  void requestsAndTheirWaitsAreCounted() {
    enter(1, HIGH);
    enter(2, HIGH);
    enter(3, LOW);
    timeline.setNowNs(500);
    throttle.run(new Throttle.Leave(1));
    timeline.setNowNs(800);
    throttle.run(new Throttle.Leave(2));
    assertThat(state()).isEqualTo(new Throttle.State(2, 1, 2, 1300, 800, 2, 0, -1));
  }

  @Test
  void aHolderThatIsNeverUnmappedStarvesAllWhoWaitAndComeLater() {
    enter(1, HIGH);
    enter(2, HIGH);
    client.getAllReceived();
    throttle.run(new Throttle.Forgotten(1));
    enter(3, LOW);
    assertThat(client.getAllReceived())
        .extracting(
            answer -> ((MapClient.MapFailed) answer).mapping(),
            answer -> ((MapClient.MapFailed) answer).reason())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(2L, FailureReason.THROTTLED_FOR_EVER),
            org.assertj.core.groups.Tuple.tuple(3L, FailureReason.THROTTLED_FOR_EVER));
    assertThat(state().starved()).isEqualTo(2);
    assertThat(state().forgotten()).isEqualTo(1);
  }

  @Test
  void whoDoesNotHaveItCannotGiveItBack() {
    enter(1, HIGH);
    assertThatThrownBy(() -> throttle.run(new Throttle.Leave(2)))
        .hasMessage("mapping 2 gives back the semaphore that mapping 1 has");
  }

  // The levels, which are read without a reservation.

  private boolean asks(int used) {
    counters.addLasting(100);
    counters.take(used);
    var semaphore = TestInbox.<Throttle.Command>create("semaphore");
    return new Throttle.Access(new ExhaustionPolicy.Throttle(70, 65), counters, semaphore.getRef())
        .asks(1, 1, 0, timeline, client.getRef());
  }

  @Test
  void atTheLowLevelNobodyAsks() {
    assertThat(asks(65)).isFalse();
  }

  @Test
  void aboveItEachAsks() {
    assertThat(asks(66)).isTrue();
  }

  @Test
  void aLevelIsExceededAboveItAndNotAtIt() {
    var levels = new ExhaustionPolicy.Throttle(70, 65);
    assertThat(levels.isAboveHigh(70, 100)).isFalse();
    assertThat(levels.isAboveHigh(71, 100)).isTrue();
    assertThat(levels.isAboveLow(65, 100)).isFalse();
    assertThat(levels.isAboveLow(66, 100)).isTrue();
  }

  @Test
  void whoFindsNoSlotsAllTheSameDoesNotWaitOnceMore() {
    assertThat(new ExhaustionPolicy.Throttle(70, 65).patience(true, 0)).isZero();
  }
}
