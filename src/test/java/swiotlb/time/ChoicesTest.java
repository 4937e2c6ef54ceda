package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where chance comes in, and that a run is a function of it. */
class ChoicesTest {
  private record Named(int size) implements Choices.Runnables {
    @Override
    public String path(int index) {
      return "/user/" + index;
    }
  }

  private static final Named THREE = new Named(3);

  @Test
  void jitterLengthensDelaysByASeededFraction() {
    var one = Choices.inOrder().withJitter(9, 0.5);
    var other = Choices.inOrder().withJitter(9, 0.5);
    for (var i = 0; i < 100; i++) {
      var lateness = one.lateness(1000);
      assertThat(lateness).isBetween(0L, 500L).isEqualTo(other.lateness(1000));
    }
    assertThat(one.lateness(1)).isZero();
  }

  @Test
  void noiseOnDelaysChangesNoTurn() {
    var noisy = Choices.random(3).withJitter(9, 0.5);
    var quiet = Choices.random(3);
    for (var i = 0; i < 100; i++) {
      noisy.lateness(1000);
      assertThat(noisy.turn(THREE)).isEqualTo(quiet.turn(THREE));
    }
  }

  @Test
  void givenChoicesThatDoNotFitAreTheNearestThatDo() {
    var given = new GivenChoices(7, -1, 1);
    assertThat(given.turn(THREE)).isEqualTo(2);
    assertThat(given.turn(THREE)).isZero();
    assertThat(given.turn(THREE)).isEqualTo(1);
  }

  @Test
  void afterTheLastGivenChoiceAllIsInOrder() {
    var given = new GivenChoices(1);
    given.turn(THREE);
    assertThat(given.turn(THREE)).isZero();
    assertThat(given.lateness(1000)).isZero();
  }

  @Test
  void whatWasRecordedMakesTheSameRunAgain() {
    var recorded = new RecordedChoices(Choices.random(5).withJitter(5, 0.5));
    var first = order(recorded);
    assertThat(order(new GivenChoices(recorded.made()))).isEqualTo(first);
    assertThat(order(Choices.inOrder())).isNotEqualTo(first);
  }

  @Test
  void whoIsAskedForATurnSeesWhoWantsOne() {
    var asked = new ArrayList<String>();
    order(
        new Choices() {
          @Override
          public int turn(Runnables runnables) {
            for (var i = 0; i < runnables.size(); i++) {
              asked.add(runnables.path(i));
            }
            return 0;
          }

          @Override
          public long lateness(long delayNs) {
            return 0;
          }
        });
    assertThat(asked).contains("/user/a", "/user/b", "/user/c").doesNotContain("/user/d");
  }

  /** In which order three actors come to their messages. */
  private static List<String> order(Choices choices) {
    var seen = new ArrayList<String>();
    try (var time = new VirtualTime(choices, null)) {
      time.<String>start(
          timeline ->
              Behaviors.setup(
                  context -> {
                    for (var name : List.of("a", "b", "c")) {
                      var actor = context.spawn(noting(seen), name);
                      for (var i = 0; i < 4; i++) {
                        timeline.deliverAfter(100 + i % 2, actor, name + i);
                      }
                    }
                    return Behaviors.empty();
                  }));
      time.run();
    }
    return seen;
  }

  private static Behavior<String> noting(List<String> seen) {
    return Behaviors.receiveMessage(
        message -> {
          seen.add(message);
          return Behaviors.same();
        });
  }
}
