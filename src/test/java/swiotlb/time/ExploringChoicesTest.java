package swiotlb.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choices that look for the run in which something goes wrong. */
class ExploringChoicesTest {
  private static final int SEEDS = 2_000;

  private record Names(List<String> names) implements Choices.Runnables {
    @Override
    public int size() {
      return names.size();
    }

    @Override
    public String path(int index) {
      return names.get(index);
    }
  }

  /** In which order actors take their turns: "aab" has two turns of a and one of b. */
  private static String order(Choices choices, String turns) {
    var left = new ArrayList<>(List.of(turns.split("")));
    var order = new StringBuilder();
    while (!left.isEmpty()) {
      var runnable = left.stream().distinct().toList();
      var index = runnable.size() == 1 ? 0 : choices.turn(new Names(runnable));
      order.append(runnable.get(index));
      left.remove(runnable.get(index));
    }
    return order.toString();
  }

  private static List<String> all(EnumeratedChoices choices, String turns) {
    var orders = new ArrayList<String>();
    do {
      orders.add(order(choices, turns));
    } while (choices.next());
    return orders;
  }

  // Every order.

  @ParameterizedTest
  @CsvSource({"a,1", "aaa,1", "ab,2", "abc,6", "aabb,6", "aabc,12", "aabbcc,90", "abcde,120"})
  void eachOrderComesOnce(String turns, int orders) {
    assertThat(all(new EnumeratedChoices(20), turns)).doesNotHaveDuplicates().hasSize(orders);
  }

  @Test
  void theLastTurnVariesFirst() {
    assertThat(all(new EnumeratedChoices(20), "abc"))
        .containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
  }

  @Test
  void beyondItsDepthAllIsInOrder() {
    var cut = new EnumeratedChoices(1);
    assertThat(all(cut, "abc")).containsExactly("abc", "bac", "cab");
    assertThat(cut.isCut()).isTrue();
    var whole = new EnumeratedChoices(2);
    all(whole, "abc");
    assertThat(whole.isCut()).isFalse();
  }

  @Test
  void aRunThatDoesNotFollowFromItsChoicesIsRefused() {
    var other = new EnumeratedChoices(20);
    order(other, "abc");
    other.next();
    assertThatThrownBy(() -> order(other, "ab"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("turn 0 had 3 actors to choose from and has 2 now");
    var shorter = new EnumeratedChoices(20);
    order(shorter, "abc");
    shorter.next();
    assertThatThrownBy(shorter::next).hasMessageStartingWith("the run ended after 0 turns");
    assertThatThrownBy(() -> new EnumeratedChoices(0)).hasMessageContaining("varies nothing");
  }

  @Test
  void actorsTakeEveryOrderAndWhatWasRecordedMakesEachAgain() {
    var choices = new EnumeratedChoices(20);
    var orders = new TreeSet<String>();
    try (var time = new VirtualTime()) {
      do {
        var recorded = new RecordedChoices(choices);
        var order = actors(time, recorded);
        assertThat(actors(time, new GivenChoices(recorded.made()))).isEqualTo(order);
        orders.add(order);
      } while (choices.next());
    }
    assertThat(orders).containsExactly("abc", "acb", "bac", "bca", "cab", "cba");
    assertThat(choices.isCut()).isFalse();
  }

  /** In which order three actors come to a message of the same instant. */
  private static String actors(VirtualTime time, Choices choices) {
    var seen = new StringBuilder();
    time.begin(choices, null);
    time.<String>start(
        timeline ->
            Behaviors.setup(
                context -> {
                  for (var name : List.of("a", "b", "c")) {
                    var actor =
                        context.spawn(
                            Behaviors.<String>receiveMessage(
                                message -> {
                                  seen.append(message);
                                  return Behaviors.same();
                                }),
                            name);
                    timeline.deliverAfter(100, actor, name);
                  }
                  return Behaviors.empty();
                }));
    time.run();
    return seen.toString();
  }

  // By priority.

  private static double share(LongFunction<Choices> choices, String turns, String pattern) {
    var found =
        LongStream.range(0, SEEDS)
            .filter(seed -> order(choices.apply(seed), turns).matches(pattern))
            .count();
    return (double) found / SEEDS;
  }

  @ParameterizedTest
  @CsvSource({"aabbcc,c+[ab]+", "aabbcc,a+[bc]+", "abcde,e.*", "abcde,.*e.*a.*"})
  void anOrderOfDepthOneIsFoundInOneOfNRuns(String turns, String pattern) {
    var actors = turns.chars().distinct().count();
    var atLeast = 1.0 / actors;
    var chance = 3 * Math.sqrt(atLeast * (1 - atLeast) / SEEDS);
    assertThat(share(seed -> new PriorityChoices(seed, 1, 10), turns, pattern))
        .isGreaterThan(atLeast - chance);
  }

  @Test
  void anOrderOfDepthTwoNeedsAChange() {
    var between = "ab+a";
    assertThat(share(seed -> new PriorityChoices(seed, 1, 3), "aabb", between)).isZero();
    assertThat(share(seed -> new PriorityChoices(seed, 2, 3), "aabb", between))
        .isGreaterThan(1.0 / (2 * 3) - 0.03);
  }

  @Test
  void aSeedIsAnOrder() {
    for (var seed = 0; seed < 50; seed++) {
      assertThat(order(new PriorityChoices(seed, 3, 10), "aaabbbccc"))
          .isEqualTo(order(new PriorityChoices(seed, 3, 10), "aaabbbccc"));
    }
  }

  @Test
  void aDepthBelowOneIsRefused() {
    assertThatThrownBy(() -> new PriorityChoices(1, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a depth of 0 in 10 turns; both are at least 1");
  }
}
