package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import swiotlb.time.Timeline;
import swiotlb.time.VirtualTime;

/**
 * Telling states apart by what there is, and leaving out orders that make no difference, loses no
 * outcome: of small systems of actors that were made up at random, both ways find the same.
 */
class EveryOrderProperties {
  private static final int ACTORS = 3;
  private static final int LEVELS = 3;
  private static final int MOST_RUNS = 10_000;

  /** A message; the higher the more can follow from it. */
  record Note(int level, int what) {}

  /** What an actor does with a note: tells another one at once or later, or ends. */
  private record Step(int to, int what, boolean isLater, boolean isEnd) {}

  /** By actor, level and what: what is done. */
  private static List<List<List<Step>>> system(SplittableRandom random) {
    var system = new ArrayList<List<List<Step>>>();
    for (var actor = 0; actor < ACTORS; actor++) {
      var ofActor = new ArrayList<List<Step>>();
      for (var note = 0; note < LEVELS * 2; note++) {
        var steps = new ArrayList<Step>();
        for (var step = random.nextInt(3); step > 0; step--) {
          steps.add(
              new Step(
                  random.nextInt(ACTORS),
                  random.nextInt(2),
                  random.nextInt(3) > 0,
                  random.nextInt(12) == 0));
        }
        ofActor.add(steps);
      }
      system.add(ofActor);
    }
    return system;
  }

  /** An actor whose state says in which order it was told what. */
  private static Behavior<Note> actor(
      int number,
      int state,
      List<List<Step>> steps,
      List<ActorRef<Note>> all,
      int[] ends,
      Timeline timeline) {
    return Behaviors.receiveMessage(
        note -> {
          var next = (state * 3 + note.what + 1) % 7;
          ends[number] = next;
          for (var step : note.level == 0 ? List.<Step>of() : steps.get(ofNote(note))) {
            if (step.isEnd && state > 3) {
              return Behaviors.stopped();
            }
            var told = new Note(note.level - 1, step.what);
            if (step.isLater) {
              timeline.deliverAfter(10, all.get(step.to), told);
            } else {
              all.get(step.to).tell(told);
            }
          }
          return actor(number, next, steps, all, ends, timeline);
        });
  }

  private static int ofNote(Note note) {
    return (note.level - 1) * 2 + note.what;
  }

  private static String run(
      VirtualTime time, List<List<List<Step>>> system, AnyOrder choices, Strategy strategy) {
    var ends = new int[ACTORS];
    time.begin(choices, strategy.hears());
    time.start(
        timeline ->
            Behaviors.setup(
                context -> {
                  var all = new ArrayList<ActorRef<Note>>();
                  for (var i = 0; i < ACTORS; i++) {
                    all.add(
                        context.spawn(
                            actor(i, 0, system.get(i), all, ends, timeline), "actor-" + i));
                  }
                  timeline.deliverAfter(10, all.get(0), new Note(LEVELS, 0));
                  timeline.deliverAfter(10, all.get(1), new Note(LEVELS, 1));
                  return Behaviors.empty();
                }));
    time.run();
    return Arrays.toString(ends);
  }

  /** All ends that there are; none if there are too many orders. */
  private static Set<String> ends(
      VirtualTime time, List<List<List<Step>>> system, ExhaustiveStrategy strategy) {
    var exploration =
        new Exploration<>(
            strategy, (choices, sink) -> run(time, system, AnyOrder.apart(choices), strategy));
    var ends = new TreeSet<String>();
    for (var runs = 0; !exploration.isDone(); runs++) {
      if (runs == MOST_RUNS) {
        return Set.of();
      }
      var end = exploration.next().outcome();
      if (end != null) {
        ends.add(end);
      }
    }
    return ends;
  }

  @Property(tries = 40)
  void everyEndIsFoundBothWays(@ForAll long seed) {
    var system = system(new SplittableRandom(seed));
    try (var time = new VirtualTime()) {
      var byHistory = ExhaustiveStrategy.byHistory(false, field -> true);
      var byContents = ExhaustiveStrategy.byContents(field -> true);
      var ends = ends(time, system, byHistory);
      if (!ends.isEmpty()) {
        assertThat(ends(time, system, byContents)).isEqualTo(ends);
      }
    }
  }
}
