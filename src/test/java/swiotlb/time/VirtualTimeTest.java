package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
  private final List<String> seen = new ArrayList<>();
  private final Recorder recorder = new Recorder();

  /** Keeps every line of a trace. */
  private static final class Recorder implements MessageSink {
    final List<String> lines = new ArrayList<>();

    @Override
    public void delivered(Sent sent, long at) {
      lines.add(number(sent) + " " + sent.sentNs() + "-" + at + " " + way(sent));
    }

    @Override
    public void undelivered(Sent sent) {
      lines.add(number(sent) + " lost " + way(sent));
    }

    private static String number(Sent sent) {
      return sent.id() + "<" + sent.cause();
    }

    private static String way(Sent sent) {
      return sent.from() + ">" + sent.to() + " " + sent.message();
    }
  }

  @Test
  void whatComesTooLateForAStoppedActorIsLost() {
    run(
        Choices.inOrder(),
        time ->
            Behaviors.setup(
                context -> {
                  var child = context.spawn(shortLived(), "c");
                  child.tell("stop");
                  time.deliverAt(10, child, "late");
                  return Behaviors.empty();
                }));
    assertThat(recorder.lines).anyMatch(line -> line.contains(" lost /user>/user/c late"));
  }

  @Test
  void theEndOfAnActorIsCausedByWhatItHandledLast() {
    run(
        Choices.inOrder(),
        time ->
            Behaviors.setup(
                context -> {
                  var child = context.spawn(shortLived(), "c");
                  context.watchWith(child, "gone");
                  child.tell("stop");
                  return Behaviors.empty();
                }));
    assertThat(recorder.lines)
        .anyMatch(line -> line.startsWith("2<1") && line.endsWith("/user>/user/c stop"))
        .anyMatch(line -> line.startsWith("3<2") && line.contains("/user/c>/user Stopped"));
  }

  /** Neither what waited for an actor that stopped nor what came later is handled by anybody. */
  @Test
  void whatIsHeardLaterHasItsNumberThoughMessagesWereLost() {
    Function<Timeline, Behavior<String>> losing =
        time ->
            Behaviors.setup(
                context -> {
                  var child = context.spawn(shortLived(), "c");
                  child.tell("stop");
                  child.tell("unread");
                  time.deliverAt(10, child, "late");
                  time.deliverAt(20, context.getSelf(), "heard");
                  time.deliverAt(20, context.getSelf(), "heard too");
                  return Behaviors.receiveMessage(message -> Behaviors.same());
                });
    run(Choices.inOrder(), losing).close();
    assertThat(recorder.lines).filteredOn(line -> line.contains(" lost ")).hasSize(2);
    var whole = recorder.lines.stream().filter(line -> line.contains("heard")).toList();
    recorder.lines.clear();

    try (var time = new VirtualTime(Choices.inOrder(), null)) {
      time.start(losing);
      time.runUntil(() -> time.nowNs() >= 15);
      time.listen(recorder);
      time.run();
    }
    assertThat(recorder.lines.stream().map(VirtualTimeTest::withoutCause))
        .isEqualTo(whole.stream().map(VirtualTimeTest::withoutCause).toList());
  }

  private static String withoutCause(String line) {
    return line.replaceFirst("<\\d+", "");
  }

  /** Stops at its first message. */
  private static Behavior<String> shortLived() {
    return Behaviors.receiveMessage(message -> Behaviors.stopped());
  }

  private Behavior<String> listener() {
    return Behaviors.receive(
        (context, message) -> {
          seen.add(context.getSelf().path().name() + " " + message);
          return Behaviors.same();
        });
  }

  private VirtualTime run(Choices schedule, Function<Timeline, Behavior<String>> guardian) {
    var time = new VirtualTime(schedule, recorder);
    time.start(guardian);
    time.run();
    return time;
  }

  @Test
  void theClockJumpsFromEventToEvent() {
    try (var time =
        run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context -> {
                      timeline.deliverAfter(5_000_000_000L, context.getSelf(), "late");
                      timeline.deliverAfter(7, context.getSelf(), "soon");
                      return Behaviors.receiveMessage(
                          message -> {
                            seen.add(message + " at " + timeline.nowNs());
                            return Behaviors.same();
                          });
                    }))) {
      assertThat(seen).containsExactly("soon at 7", "late at 5000000000");
      assertThat(time.nowNs()).isEqualTo(5_000_000_000L);
      assertThat(time.deliveries()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void equalTimesGoInTheOrderOfTheCalls() {
    run(Choices.inOrder(), this::tenAtOnce).close();
    assertThat(seen).containsExactly("a 0", "b 1", "c 2", "a 3", "b 4", "c 5", "a 6", "b 7", "c 8");
  }

  @Test
  void aScheduleSeedGivesAnotherOrderAndTheSameOneEachTime() {
    run(Choices.inOrder(), this::tenAtOnce).close();
    var inOrder = List.copyOf(seen);
    seen.clear();
    run(Choices.random(3), this::tenAtOnce).close();
    var first = List.copyOf(seen);
    seen.clear();
    run(Choices.random(3), this::tenAtOnce).close();
    assertThat(seen).isEqualTo(first);
    assertThat(first).isNotEqualTo(inOrder).containsExactlyInAnyOrderElementsOf(inOrder);
  }

  private Behavior<String> tenAtOnce(Timeline timeline) {
    return Behaviors.setup(
        context -> {
          var actors =
              List.of(
                  context.spawn(listener(), "a"),
                  context.spawn(listener(), "b"),
                  context.spawn(listener(), "c"));
          for (var i = 0; i < 9; i++) {
            timeline.deliverAfter(100, actors.get(i % 3), Integer.toString(i));
          }
          return Behaviors.empty();
        });
  }

  @Test
  void everyMessageKnowsItsSenderAndItsCause() {
    run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context -> {
                      var leaf = context.spawn(listener(), "leaf");
                      var relay =
                          context.spawn(
                              Behaviors.<String>receiveMessage(
                                  message -> {
                                    leaf.tell("now " + message);
                                    timeline.deliverAfter(10, leaf, "later " + message);
                                    return Behaviors.same();
                                  }),
                              "relay");
                      timeline.deliverAt(3, relay, "go");
                      return Behaviors.empty();
                    }))
        .close();
    assertThat(recorder.lines)
        .filteredOn(line -> line.contains("go"))
        .map(line -> line.replaceAll("^\\d+<\\d+ ", ""))
        .containsExactly(
            "0-3 /user>/user/relay go",
            "3-3 /user/relay>/user/leaf now go",
            "3-13 /user/relay>/user/leaf later go");
    var go = recorder.lines.stream().filter(l -> l.endsWith(" go")).findFirst().orElseThrow();
    var id = go.substring(0, go.indexOf('<'));
    assertThat(recorder.lines)
        .filteredOn(line -> line.contains("/user/leaf"))
        .allMatch(line -> line.contains("<" + id + " "));
  }

  @Test
  void whatAnActorTellsItselfWaitsForItsNextTurn() {
    run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context -> {
                      timeline.deliverAt(4, context.getSelf(), "again");
                      return Behaviors.receiveMessage(
                          message -> {
                            if (message.equals("again")) {
                              context.getSelf().tell("told");
                              timeline.deliverAfter(0, context.getSelf(), "delivered");
                            }
                            seen.add(message + " at " + timeline.nowNs());
                            return Behaviors.same();
                          });
                    }))
        .close();
    assertThat(seen).containsExactly("again at 4", "told at 4", "delivered at 4");
    assertThat(recorder.lines)
        .filteredOn(line -> line.contains("/user>/user "))
        .map(line -> line.replaceAll("^\\d+<\\d+ ", ""))
        .containsExactly(
            "0-4 /user>/user again", "4-4 /user>/user told", "4-4 /user>/user delivered");
  }

  @Test
  void adaptedMessagesAndTimersAreShownUnwrapped() {
    run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers -> {
                              timers.startSingleTimer("key", "ring", Duration.ofNanos(50));
                              ActorRef<Integer> adapter =
                                  context.messageAdapter(Integer.class, i -> "number " + i);
                              adapter.tell(42);
                              return Behaviors.receiveMessage(
                                  message -> {
                                    seen.add(message + " at " + timeline.nowNs());
                                    return Behaviors.same();
                                  });
                            })))
        .close();
    assertThat(seen).containsExactly("number 42 at 0", "ring at 50");
    assertThat(recorder.lines).anyMatch(line -> line.endsWith(" 42"));
    assertThat(recorder.lines).anyMatch(line -> line.endsWith("TimerFired[key=key]"));
  }

  @Test
  void aCancelledTimerDoesNotMoveTheClock() {
    try (var time =
        run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context ->
                        Behaviors.withTimers(
                            timers -> {
                              timers.startSingleTimer("never", Duration.ofHours(1));
                              timeline.deliverAfter(5, context.getSelf(), "cancel");
                              return Behaviors.receiveMessage(
                                  message -> {
                                    timers.cancelAll();
                                    return Behaviors.same();
                                  });
                            })))) {
      assertThat(time.nowNs()).isEqualTo(5);
    }
  }

  @Test
  void aPeriodicTimerKeepsItsPeriod() {
    run(
            Choices.inOrder(),
            timeline ->
                Behaviors.withTimers(
                    timers -> {
                      timers.startTimerAtFixedRate("tick", Duration.ofNanos(10));
                      return Behaviors.receiveMessage(
                          message -> {
                            seen.add(message + timeline.nowNs());
                            return seen.size() == 3 ? Behaviors.stopped() : Behaviors.same();
                          });
                    }))
        .close();
    assertThat(seen).containsExactly("tick10", "tick20", "tick30");
  }

  @Test
  void theSystemEndsWithItsGuardian() {
    try (var time =
        run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context -> {
                      timeline.deliverAfter(1, context.getSelf(), "end");
                      return Behaviors.receiveMessage(message -> Behaviors.stopped());
                    }))) {
      assertThat(time.hasTerminated()).isTrue();
      assertThat(time.failure()).isNull();
      assertThat(time.actors()).isEmpty();
    }
  }

  @Test
  void aRootThatFailsEndsTheSimulationAndSaysOfWhat() {
    try (var time = run(Choices.inOrder(), timeline -> failing())) {
      assertThat(time.hasTerminated()).isTrue();
      assertThat(time.failure()).isInstanceOf(IllegalStateException.class).hasMessage("no root");
    }
  }

  @Test
  void theFailureOfARootIsNoneOfTheNextSimulation() {
    try (var time = run(Choices.inOrder(), timeline -> failing())) {
      time.begin(Choices.inOrder(), recorder);
      time.start(this::tenAtOnce);
      time.run();
      assertThat(time.failure()).isNull();
    }
  }

  private static Behavior<String> failing() {
    return Behaviors.setup(
        context -> {
          throw new IllegalStateException("no root");
        });
  }

  @Test
  void aMessageThatAnActorFailedOnIsKnownAfterwards() {
    try (var time =
        run(
            Choices.inOrder(),
            timeline ->
                Behaviors.setup(
                    context -> {
                      ActorRef<String> child =
                          context.spawn(
                              Behaviors.receiveMessage(
                                  message -> {
                                    throw new IllegalStateException("no " + message);
                                  }),
                              "child");
                      context.watch(child);
                      timeline.deliverAfter(8, child, "poison");
                      return Behaviors.receive(String.class)
                          .onSignal(
                              ChildFailed.class,
                              signal -> {
                                seen.add(String.valueOf(signal.cause().getMessage()));
                                return Behaviors.same();
                              })
                          .build();
                    }))) {
      assertThat(seen).containsExactly("no poison");
      assertThat(time.lastMessageOf("/user/child")).isEqualTo("poison");
      assertThat(time.lastMessageOf("/user/nobody")).isNull();
    }
  }

  @Test
  void messagesThatNobodyHandledStandInTheTrace() {
    var time = new VirtualTime(Choices.inOrder(), recorder);
    time.<String>start(
        timeline ->
            Behaviors.setup(
                context -> {
                  timeline.deliverAfter(1_000, context.getSelf(), "too late");
                  return Behaviors.<String>empty();
                }));
    time.runUntil(() -> time.deliveries() >= 1);
    time.close();
    assertThat(recorder.lines).anyMatch(line -> line.endsWith("lost /user>/user too late"));
  }

  @Test
  void anEngineOutlivesItsRun() {
    try (var time = new VirtualTime(Choices.inOrder(), recorder)) {
      time.start(this::tenAtOnce);
      time.run();
      time.end();
      var first = List.copyOf(recorder.lines);
      recorder.lines.clear();
      for (var i = 0; i < 3; i++) {
        time.begin(Choices.inOrder(), recorder);
        assertThat(time.nowNs()).isZero();
        time.start(this::tenAtOnce);
        time.run();
        time.end();
        assertThat(recorder.lines).isEqualTo(first);
        recorder.lines.clear();
      }
    }
  }

  @Test
  void whatASimulationLeavesBehindIsNoPartOfTheNextOne() {
    try (var time = new VirtualTime(Choices.inOrder(), recorder)) {
      time.<String>start(
          timeline ->
              Behaviors.setup(
                  context -> {
                    timeline.deliverAfter(10, context.getSelf(), "soon");
                    timeline.deliverAfter(1_000, context.getSelf(), "too late");
                    return listener();
                  }));
      time.runUntil(() -> time.deliveries() >= 1);
      time.begin(Choices.inOrder(), null);
      assertThat(recorder.lines).anyMatch(line -> line.endsWith("lost /user>/user too late"));
      seen.clear();
      time.start(timeline -> listener());
      time.run();
      assertThat(seen).isEmpty();
      assertThat(time.nowNs()).isZero();
      assertThat(time.actors()).containsExactly("/user");
    }
  }

  @Test
  void aForeignThreadFailsTheRunAndItsStackIsShown() throws InterruptedException {
    var time = new VirtualTime(Choices.inOrder(), null);
    var system = time.start(timeline -> listener());
    time.run();
    var thread = new Thread(() -> system.tell("intruder"), "stranger");
    thread.start();
    thread.join();
    assertThatThrownBy(time::run)
        .isInstanceOf(ForeignThreadException.class)
        .hasMessageContaining("\"stranger\"")
        .satisfies(
            e -> assertThat(e.getStackTrace()).anyMatch(f -> f.getMethodName().contains("lambda")));
  }
}
