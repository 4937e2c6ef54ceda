package swiotlb.explore;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/**
 * Philosophers at a table with a fork between each two, as an example of actors that are explored:
 * each comes a little later than the one before, takes one fork and then the other, eats, and puts
 * both back. If all have one fork, all wait for ever.
 */
final class Philosophers {
  /** What a fork can be asked. */
  sealed interface ForkCommand {}

  /** The fork is wanted; whoever asks waits until he has it. */
  record Take(ActorRef<PhilosopherCommand> by) implements ForkCommand {}

  /** The fork is back on the table. */
  record PutBack() implements ForkCommand {}

  /** What a philosopher is told. */
  sealed interface PhilosopherCommand {}

  /** He is hungry now. */
  record Begin() implements PhilosopherCommand {}

  /** He has a fork. */
  record Taken() implements PhilosopherCommand {}

  /** He has eaten. */
  record Eaten() implements PhilosopherCommand {}

  /** What the table is told. */
  record Done() {}

  private static final long APART_NS = 1_000;
  private static final long MEAL_NS = 300;

  private Philosophers() {}

  /**
   * Has them eat once each.
   *
   * @param count how many, at least 2
   * @param isFixed whether the last one takes the forks in the other order
   * @return whether all have eaten; else some wait for ever
   */
  static boolean eat(
      VirtualTime time, int count, boolean isFixed, Choices choices, MessageSink sink) {
    time.begin(choices, sink);
    time.start(timeline -> table(count, isFixed, timeline));
    time.run();
    return time.hasTerminated();
  }

  private static Behavior<Done> table(int count, boolean isFixed, Timeline timeline) {
    return Behaviors.setup(
        context -> {
          var forks = new ArrayList<ActorRef<ForkCommand>>();
          for (var i = 0; i < count; i++) {
            forks.add(context.spawn(fork(List.of(), false), "fork-" + i));
          }
          IntFunction<ActorRef<ForkCommand>> fork = i -> forks.get(i % count);
          for (var i = 0; i < count; i++) {
            var turned = isFixed && i == count - 1;
            var philosopher =
                philosopher(
                    fork.apply(turned ? i + 1 : i),
                    fork.apply(turned ? i : i + 1),
                    context.getSelf(),
                    timeline);
            var seat = context.spawn(philosopher, "philosopher-" + i);
            timeline.deliverAfter(APART_NS * (i + 1), seat, new Begin());
          }
          return waiting(count);
        });
  }

  private static Behavior<Done> waiting(int hungry) {
    return Behaviors.receiveMessage(
        done -> hungry == 1 ? Behaviors.stopped() : waiting(hungry - 1));
  }

  private static Behavior<ForkCommand> fork(
      List<ActorRef<PhilosopherCommand>> waiting, boolean isTaken) {
    return Behaviors.receive(ForkCommand.class)
        .onMessage(
            Take.class,
            take -> {
              if (!isTaken) {
                take.by.tell(new Taken());
                return fork(waiting, true);
              }
              var longer = new ArrayList<>(waiting);
              longer.add(take.by);
              return fork(longer, true);
            })
        .onMessage(
            PutBack.class,
            back -> {
              if (waiting.isEmpty()) {
                return fork(waiting, false);
              }
              waiting.get(0).tell(new Taken());
              return fork(waiting.subList(1, waiting.size()), true);
            })
        .build();
  }

  private static Behavior<PhilosopherCommand> philosopher(
      ActorRef<ForkCommand> first,
      ActorRef<ForkCommand> second,
      ActorRef<Done> table,
      Timeline timeline) {
    return Behaviors.setup(
        context ->
            Behaviors.receive(PhilosopherCommand.class)
                .onMessage(
                    Begin.class,
                    begin -> {
                      first.tell(new Take(context.getSelf()));
                      return withOneFork(context.getSelf(), first, second, table, timeline);
                    })
                .build());
  }

  private static Behavior<PhilosopherCommand> withOneFork(
      ActorRef<PhilosopherCommand> self,
      ActorRef<ForkCommand> first,
      ActorRef<ForkCommand> second,
      ActorRef<Done> table,
      Timeline timeline) {
    return Behaviors.receive(PhilosopherCommand.class)
        .onMessage(
            Taken.class,
            taken -> {
              second.tell(new Take(self));
              return withBothForks(self, first, second, table, timeline);
            })
        .build();
  }

  private static Behavior<PhilosopherCommand> withBothForks(
      ActorRef<PhilosopherCommand> self,
      ActorRef<ForkCommand> first,
      ActorRef<ForkCommand> second,
      ActorRef<Done> table,
      Timeline timeline) {
    return Behaviors.receive(PhilosopherCommand.class)
        .onMessage(
            Taken.class,
            taken -> {
              timeline.deliverAfter(MEAL_NS, self, new Eaten());
              return Behaviors.same();
            })
        .onMessage(
            Eaten.class,
            eaten -> {
              first.tell(new PutBack());
              second.tell(new PutBack());
              table.tell(new Done());
              return Behaviors.same();
            })
        .build();
  }
}
