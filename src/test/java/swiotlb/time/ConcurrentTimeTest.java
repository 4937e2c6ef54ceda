package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DeathPactException;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    /** By receiver: the numbers of messages begun, and negated of those done, in order. */
    final Map<String, Queue<Long>> turns = new ConcurrentHashMap<>();

    final Queue<Long> endsNs = new ConcurrentLinkedQueue<>();

    @Override
    public void delivered(Sent sent, long at) {
      delivered.add(
          new Seen(
              sent.id(), sent.cause(), sent.sentNs(), at, sent.from(), sent.to(), sent.message()));
      turnsOf(sent.to()).add(sent.id());
    }

    @Override
    public void handled(Sent sent, long at, long ns) {
      endsNs.add(at + ns);
      turnsOf(sent.to()).add(-sent.id());
    }

    private Queue<Long> turnsOf(String actor) {
      return turns.computeIfAbsent(actor, path -> new ConcurrentLinkedQueue<>());
    }

    Seen theOne(Class<?> type) {
      return delivered.stream().filter(s -> type.isInstance(s.message)).findFirst().orElseThrow();
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

  private <T> ConcurrentTime play(double delayScale, Function<Timeline, Behavior<T>> guardian)
      throws InterruptedException {
    var time = new ConcurrentTime(delayScale, recorder);
    time.start(guardian);
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
  void threadsThatAreDisturbedHandleEveryMessageInItsOrder() throws InterruptedException {
    for (var seed = 0; seed < 5; seed++) {
      recorder.delivered.clear();
      try (var time = new ConcurrentTime(0, recorder, Disturbance.seeded(seed))) {
        time.start(timeline -> pingPong(timeline, 0));
        assertThat(time.awaitEnd(LONG)).isTrue();
      }
      assertThat(recorder.balls())
          .extracting(seen -> ((Ball) seen.message).hits)
          .containsExactlyElementsOf(IntStream.rangeClosed(0, ROUNDS + 1).boxed().toList());
    }
  }

  @Test
  void aTurnHasAtLeastOneMessageAndNoMoreThanItMay() {
    for (var seed = 0; seed < 20; seed++) {
      assertThat(Disturbance.seeded(seed).messagesOfTurn(5)).isBetween(1, 5);
    }
    assertThat(Disturbance.NONE.messagesOfTurn(5)).isEqualTo(5);
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
            Behaviors.<Ball>setup(
                context -> {
                  context.getSelf().tell(new Ball(1, context.getSelf()));
                  context.getSelf().tell(new Ball(2, context.getSelf()));
                  return Behaviors.receiveMessage(ball -> Behaviors.stopped());
                }));
    assertThat(recorder.lost).singleElement().asString().startsWith("/user>/user Ball[hits=2");
  }

  private enum Word {
    GO,
    TICK,
    LATE
  }

  /** Stops a child at its first message and tells it one more when it is gone. */
  private static Behavior<Object> lateParent() {
    return Behaviors.setup(
        context -> {
          var child =
              context.spawn(Behaviors.<Object>receiveMessage(m -> Behaviors.stopped()), "c");
          context.watch(child);
          context.getSelf().tell(Word.TICK);
          return Behaviors.receive(Object.class)
              .onMessageEquals(
                  Word.TICK,
                  () -> {
                    child.tell(Word.GO);
                    return Behaviors.same();
                  })
              .onMessageEquals(Word.LATE, Behaviors::stopped)
              .onSignal(
                  Terminated.class,
                  gone -> {
                    child.tell(Word.LATE);
                    context.getSelf().tell(Word.LATE);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  @Test
  void aMessageToOneWhoseMailboxIsGoneStandsInTheTrace() throws InterruptedException {
    play(0, timeline -> lateParent());
    assertThat(recorder.lost).containsExactly("/user>/user/c LATE");
  }

  @Test
  void theEndOfAnActorIsCausedByWhatItHandledLast() throws InterruptedException {
    play(0, timeline -> lateParent());
    var stopped = recorder.theOne(Stopped.class);
    assertThat(stopped.from).isEqualTo("/user/c");
    assertThat(stopped.to).isEqualTo("/user");
    var cause = recorder.delivered.stream().filter(s -> s.id == stopped.cause).findFirst();
    assertThat(cause).get().extracting(Seen::to, Seen::message).containsExactly("/user/c", Word.GO);
  }

  @Test
  void numbersRiseInTheOrderOfArrival() throws InterruptedException {
    var senders = 4;
    play(
        0,
        timeline ->
            Behaviors.<Integer>setup(
                context -> {
                  for (var i = 0; i < senders; i++) {
                    context.spawn(chatterbox(context.getSelf()), "chatterbox-" + i);
                  }
                  return counting(senders * ROUNDS);
                }));
    assertThat(recorder.delivered.stream().filter(s -> s.message instanceof Integer).map(Seen::id))
        .hasSize(senders * ROUNDS)
        .isSorted();
  }

  private static Behavior<Integer> chatterbox(ActorRef<Integer> to) {
    return Behaviors.setup(
        context -> {
          for (var i = 0; i < ROUNDS; i++) {
            to.tell(i);
          }
          return Behaviors.stopped();
        });
  }

  private static Behavior<Integer> counting(int left) {
    return Behaviors.receiveMessage(
        message -> left == 1 ? Behaviors.stopped() : counting(left - 1));
  }

  @Test
  void whatAnActorSendsWhileItStartsIsCausedByWhoSpawnedIt() throws InterruptedException {
    play(
        0,
        timeline ->
            Behaviors.<Ball>setup(
                context -> {
                  context.getSelf().tell(new Ball(1, context.getSelf()));
                  return Behaviors.receiveMessage(
                      ball -> {
                        if (ball.hits == 2) {
                          return Behaviors.stopped();
                        }
                        context.spawn(
                            Behaviors.<Ball>setup(
                                child -> {
                                  ball.back.tell(new Ball(2, child.getSelf()));
                                  return Behaviors.empty();
                                }),
                            "child");
                        return Behaviors.same();
                      });
                }));
    var balls = recorder.balls();
    assertThat(balls).extracting(Seen::from).containsExactly("/user", "/user/child");
    assertThat(balls.get(1).cause).isEqualTo(balls.get(0).id);
  }

  @Test
  void aTimerIsOfTheOneWhoStartedIt() throws InterruptedException {
    play(
        0,
        timeline ->
            Behaviors.<Ball>setup(
                context ->
                    Behaviors.withTimers(
                        timers -> {
                          context.getSelf().tell(new Ball(1, context.getSelf()));
                          return Behaviors.receiveMessage(
                              ball -> {
                                if (ball.hits == 2) {
                                  return Behaviors.stopped();
                                }
                                timers.startSingleTimer(
                                    new Ball(2, ball.back), Duration.ofMillis(1));
                                return Behaviors.same();
                              });
                        })));
    var fired = recorder.theOne(TimerFired.class);
    assertThat(fired.from).isEqualTo("/user");
    assertThat(fired.cause).isEqualTo(recorder.balls().get(0).id);
  }

  @Test
  void anActorIsDoneWithAMessageBeforeItBeginsTheNext() throws InterruptedException {
    play(0, timeline -> pingPong(timeline, 0));
    assertThat(recorder.turns).containsOnlyKeys("/user", "/user/partner");
    recorder.turns.forEach(
        (actor, turns) -> {
          var inOrder = List.copyOf(turns);
          for (var i = 0; i < inOrder.size(); i += 2) {
            assertThat(inOrder.get(i + 1)).as(actor).isEqualTo(-inOrder.get(i));
          }
        });
  }

  @Test
  void aTimerAtAFixedRateIsOfTheOneWhoStartedIt() throws InterruptedException {
    play(
        0,
        timeline ->
            Behaviors.<Ball>setup(
                context ->
                    Behaviors.withTimers(
                        timers -> {
                          var tick = new Ball(0, context.getSelf());
                          timers.startTimerAtFixedRate(tick, Duration.ofMillis(1));
                          return Behaviors.receiveMessage(ball -> Behaviors.stopped());
                        })));
    assertThat(recorder.theOne(TimerFired.class).from).isEqualTo("/user");
  }

  @Test
  void noThreadOutlivesItsSystem() throws InterruptedException {
    try (var time = new ConcurrentTime(0, recorder)) {
      time.start(timeline -> pingPong(timeline, 0));
      assertThat(time.awaitEnd(LONG)).isTrue();
    }
    for (var thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("short-lived")) {
        thread.join(LONG.toMillis());
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
  }

  @Test
  void anActorThatDoesNotComeBackIsTold() throws InterruptedException {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var time = new ConcurrentTime(0, recorder);
    var system =
        time.start(
            timeline ->
                Behaviors.<Word>receiveMessage(
                    word -> {
                      begun.countDown();
                      release.await();
                      return Behaviors.same();
                    }));
    system.tell(Word.GO);
    begun.await();
    assertThat(time.end(Duration.ofMillis(1))).isFalse();
    release.countDown();
    assertThat(time.end()).isTrue();
    time.close();
  }

  @Test
  void closingEndsActorsThatWouldGoOnForEver() throws InterruptedException {
    var time = new ConcurrentTime(0, recorder);
    time.start(
        timeline ->
            Behaviors.<Word>setup(
                context -> {
                  context.getSelf().tell(Word.GO);
                  return Behaviors.receiveMessage(
                      word -> {
                        context.getSelf().tell(word);
                        return Behaviors.same();
                      });
                }));
    while (time.deliveries() < ROUNDS) {
      Thread.onSpinWait();
    }
    time.close();
    assertThat(time.awaitEnd(Duration.ZERO)).isTrue();
    assertThat(recorder.endsNs).hasSameSizeAs(recorder.delivered);
    assertThat(recorder.lost).containsExactly("/user>/user GO");
  }

  @Test
  void whoWaitsForASystemThatGoesOnWaitsUntilTheDeadline() throws InterruptedException {
    try (var time = new ConcurrentTime(0, null)) {
      time.start(timeline -> Behaviors.<Ball>empty());
      assertThat(time.awaitEnd(Duration.ZERO)).isFalse();
    }
  }

  @Test
  void aRootThatFailsAtItsStartEndsTheSystemAndSaysOfWhat() throws InterruptedException {
    var time =
        play(
            0,
            timeline ->
                Behaviors.<Word>setup(
                    context -> {
                      throw new IllegalStateException("no root");
                    }));
    assertThat(time.failure()).isInstanceOf(IllegalStateException.class).hasMessage("no root");
  }

  @Test
  void aRootThatFailsOnAMessageEndsTheSystemAndSaysOfWhat() throws InterruptedException {
    var time =
        play(
            0,
            timeline ->
                Behaviors.<Word>setup(
                    context -> {
                      context.getSelf().tell(Word.GO);
                      return Behaviors.receiveMessage(
                          word -> {
                            throw new IllegalStateException("no " + word);
                          });
                    }));
    assertThat(time.failure()).isInstanceOf(IllegalStateException.class).hasMessage("no GO");
  }

  @Test
  void aRootThatDoesNotMindTheEndOfWhomItWatchesHasFailed() throws InterruptedException {
    var time =
        play(
            0,
            timeline ->
                Behaviors.<Word>setup(
                    context -> {
                      context.watch(context.spawn(Behaviors.<Word>stopped(), "short-lived"));
                      return Behaviors.receive(Word.class).build();
                    }));
    assertThat(time.failure()).isInstanceOf(DeathPactException.class);
  }

  @Test
  void anEndThatTheRootChoseIsNoFailure() throws InterruptedException {
    assertThat(play(0, timeline -> pingPong(timeline, 0)).failure()).isNull();
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
      time.start(timeline -> pingPong(timeline, 0));
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
