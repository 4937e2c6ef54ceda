package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ConcurrentTimeTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final int ROUNDS = 100;

  private final Recorder recorder = new Recorder();

  private record Ball(int hits, ActorRef<Ball> back) {}

  private record Seen(
      long id, long cause, long sentNs, long at, String from, String to, Object message) {}

  private static final class Recorder implements MessageSink {
    final Queue<Seen> delivered = new ConcurrentLinkedQueue<>();
    final Queue<String> lost = new ConcurrentLinkedQueue<>();

    @Override
    public void delivered(Sent sent, long at) {
      delivered.add(
          new Seen(
              sent.id(), sent.cause(), sent.sentNs(), at, sent.from(), sent.to(), sent.message()));
    }

    @Override
    public void undelivered(Sent sent) {
      lost.add(sent.from() + ">" + sent.to() + " " + sent.message());
    }

    List<Seen> balls() {
      return delivered.stream().filter(s -> s.message instanceof Ball).toList();
    }
  }

  private static Behavior<Ball> player() {
    return Behaviors.receive(
        (context, ball) -> {
          ball.back.tell(new Ball(ball.hits + 1, context.getSelf()));
          return Behaviors.same();
        });
  }

  /** Plays against a partner until the last round, then ends the system. */
  private static Behavior<Ball> pingPong(Timeline timeline, long delayNs) {
    return Behaviors.setup(
        context -> {
          var partner = context.spawn(player(), "partner");
          timeline.deliverAfter(delayNs, partner, new Ball(0, context.getSelf()));
          return Behaviors.receiveMessage(
              ball -> {
                if (ball.hits >= ROUNDS) {
                  return Behaviors.stopped();
                }
                partner.tell(new Ball(ball.hits + 1, context.getSelf()));
                return Behaviors.same();
              });
        });
  }

  private ConcurrentTime play(double delayScale, Function<Timeline, Behavior<Ball>> guardian)
      throws InterruptedException {
    var time = new ConcurrentTime(delayScale, recorder);
    time.start(guardian, "test");
    assertThat(time.awaitEnd(LONG)).isTrue();
    time.close();
    return time;
  }

  @Test
  void twoActorsPlayOnRealThreadsUntilTheyEndThemselves() throws InterruptedException {
    var time = play(0, timeline -> pingPong(timeline, 0));
    assertThat(recorder.balls()).hasSize(ROUNDS + 2);
    assertThat(time.deliveries()).isGreaterThanOrEqualTo(ROUNDS + 2);
  }

  @Test
  void everyMessageKnowsItsSender() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, 0));
    assertThat(recorder.balls())
        .allSatisfy(
            seen -> {
              var isToPartner = seen.to.equals("/user/partner");
              assertThat(seen.from).isEqualTo(isToPartner ? "/user" : "/user/partner");
            })
        .hasSizeGreaterThan(ROUNDS);
  }

  @Test
  void everyMessageKnowsItsCause() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, 0));
    var balls = recorder.balls();
    for (var i = 1; i < balls.size(); i++) {
      assertThat(balls.get(i).cause).isEqualTo(balls.get(i - 1).id);
    }
  }

  @Test
  void noMessageIsHandledBeforeItWasSent() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, 0));
    assertThat(recorder.balls())
        .allSatisfy(seen -> assertThat(seen.at).isGreaterThanOrEqualTo(seen.sentNs));
  }

  @Test
  void numbersOfMessagesAreUnique() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, 0));
    assertThat(recorder.delivered.stream().map(Seen::id)).doesNotHaveDuplicates();
  }

  @Test
  void withoutScaleADelayIsNone() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, Duration.ofDays(1).toNanos()));
    assertThat(recorder.balls()).hasSize(ROUNDS + 2);
  }

  @Test
  void aScaledDelayIsKept() throws InterruptedException {
    play(0.001, timeline -> pingPong(timeline, Duration.ofSeconds(30).toNanos()));
    assertThat(recorder.balls().get(0).at).isGreaterThanOrEqualTo(Duration.ofMillis(29).toNanos());
  }

  @Test
  void theLastMessageOfEachActorIsKnown() throws InterruptedException {
    var last = play(0, timeline -> pingPong(timeline, 0)).lastMessages();
    assertThat(last.get("/user"))
        .isInstanceOfSatisfying(Ball.class, b -> assertThat(b.hits).isEqualTo(ROUNDS + 1));
  }

  @Test
  void aMessageToOneWhoHasStoppedStandsInTheTrace() throws InterruptedException {
    play(
        0,
        timeline ->
            Behaviors.setup(
                context -> {
                  context.getSelf().tell(new Ball(1, context.getSelf()));
                  context.getSelf().tell(new Ball(2, context.getSelf()));
                  return Behaviors.receiveMessage(ball -> Behaviors.stopped());
                }));
    assertThat(recorder.lost).singleElement().asString().startsWith("/user>/user Ball[hits=2");
  }

  @Test
  void whoWaitsForASystemThatGoesOnWaitsUntilTheDeadline() throws InterruptedException {
    try (var time = new ConcurrentTime(0, null)) {
      time.start(timeline -> Behaviors.<Ball>empty(), "test");
      assertThat(time.awaitEnd(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void whatWasNeverStartedHasEnded() throws InterruptedException {
    try (var time = new ConcurrentTime(0, null)) {
      assertThat(time.awaitEnd(Duration.ZERO)).isTrue();
    }
  }

  @Test
  void aSinkThatFailsStopsNoActorAndIsToldToWhoeverWaits() throws InterruptedException {
    var failing =
        new MessageSink() {
          @Override
          public void delivered(Sent sent, long atNs) {
            throw new IllegalStateException("full");
          }

          @Override
          public void undelivered(Sent sent) {}
        };
    try (var time = new ConcurrentTime(1, failing)) {
      time.start(timeline -> pingPong(timeline, 0), "test");
      assertThatThrownBy(() -> awaitFailure(time)).hasMessage("full");
    }
  }

  private static void awaitFailure(ConcurrentTime time) throws InterruptedException {
    while (!time.awaitEnd(LONG)) {
      // The end or the failure will come.
    }
    time.awaitEnd(LONG);
  }
}
