package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;
import swiotlb.time.VirtualTime;

/** Messages are held back; any order can be told by that alone, and mistakes by very few. */
class HeldBackTest {
  /** Those that could go, each with a message of its own. */
  private record Waiting(List<Integer> numbers) implements Choices.Runnables {
    @Override
    public int size() {
      return numbers.size();
    }

    @Override
    public String path(int index) {
      return "/actor-" + numbers.get(index);
    }

    @Override
    public long message(int index) {
      return numbers.get(index);
    }

    @Override
    public Object content(int index) {
      return new Called("to-" + numbers.get(index), numbers.get(index), new Part(true), 7);
    }

    @Override
    public String sender(int index) {
      return "/actor-1";
    }
  }

  private record Part(boolean isLast) {}

  private record Called(String name, int number, Part part, int more) {}

  private final VirtualTime time = new VirtualTime();

  @AfterEach
  void end() {
    time.close();
  }

  /** In which order five go that can all go at first. */
  private static List<Integer> order(Choices choices) {
    var left = new ArrayList<>(List.of(1, 2, 3, 4, 5));
    var taken = new ArrayList<Integer>();
    while (left.size() > 1) {
      taken.add(left.remove(choices.turn(new Waiting(left))));
    }
    taken.addAll(left);
    return taken;
  }

  private static GivenDeviations given(Deviation... all) {
    return new GivenDeviations(new Deviations(List.of(all)));
  }

  @Test
  void whatIsHeldGoesAfterSoManyOthers() {
    assertThat(order(given(new Deviation(0, Kind.HOLD, 2)))).containsExactly(2, 3, 1, 4, 5);
    assertThat(order(given(new Deviation(1, Kind.HOLD, 1)))).containsExactly(1, 3, 2, 4, 5);
    assertThat(order(given(new Deviation(0, Kind.HOLD, Long.MAX_VALUE))))
        .containsExactly(2, 3, 4, 5, 1);
  }

  @Test
  void whatIsLastGoesWhenNothingElseCan() {
    assertThat(order(given(new Deviation(1, Kind.LAST, 1)))).containsExactly(1, 3, 4, 5, 2);
  }

  @Test
  void severalMayBeHeldAtOneChoice() {
    var both = given(new Deviation(0, Kind.LAST, 1), new Deviation(0, Kind.HOLD, 2));
    assertThat(order(both)).containsExactly(3, 4, 2, 5, 1);
    assertThat(both.misfits() + both.left()).isZero();
  }

  @Test
  void aTurnAndWhatIsHeldAtOneChoiceIsRefused() {
    var both = List.of(new Deviation(3, Kind.LAST, 1), new Deviation(3, Kind.TURN, 1));
    assertThatThrownBy(() -> new Deviations(both)).hasMessageContaining("choice 3 comes twice");
  }

  @Test
  void whatCannotBeHeldIsCounted() {
    var hold = new Deviation(0, Kind.LAST, 1);
    var sixth = given(hold, hold, hold, hold, hold, hold);
    assertThat(order(sixth)).containsExactly(1, 2, 3, 4, 5);
    assertThat(sixth.misfits()).as("there are five").isEqualTo(1);
    var late = given(hold);
    late.lateness(10);
    assertThat(late.misfits()).as("a delay is no turn").isEqualTo(1);
  }

  @Test
  void messagesAreNamedByWhatTheySay() {
    var told =
        new ToldChoices(given(new Deviation(0, Kind.HOLD, 2), new Deviation(1, Kind.LAST, 1)));
    order(told);
    assertThat(told.told())
        .containsExactly(
            "choice 0: Called{name to-1, number 1, isLast true} of /actor-1 to itself is held back"
                + " until after Called{name to-4, number 4, isLast true} of /actor-1 to /actor-4",
            "choice 1: Called{name to-3, number 3, isLast true} of /actor-1 to /actor-3 is held"
                + " back until nothing else can go");
  }

  private long timeline(Choices choices) {
    var order = new MessageOrder();
    Philosophers.eat(time, 3, false, new AnyOrder(choices), order);
    return order.timeline();
  }

  @Test
  void everyOrderIsMadeAgainByWhatWasPassedOver() {
    var random = new RandomStrategy(5, new Lateness(1));
    for (var run = 0; run < 300; run++) {
      var passed = new PassedOver(random.next());
      var timeline = timeline(passed);
      var again = new GivenDeviations(passed.deviations());
      assertThat(timeline(again)).as("run %d", run).isEqualTo(timeline);
      assertThat(again.misfits() + again.left()).isZero();
    }
  }

  @Test
  void whatIsInOrderPassesNothingOver() {
    var passed = new PassedOver(Choices.inOrder());
    timeline(passed);
    assertThat(passed.deviations()).isEqualTo(Deviations.NONE);
  }

  @Test
  void philosophersStarveIfFewMessagesAreHeldBack() {
    var few = new FewStrategy(2, new Lateness(1));
    var exploration =
        new Exploration<>(
            few, (choices, sink) -> Philosophers.eat(time, 3, false, new AnyOrder(choices), sink));
    var run = exploration.next();
    var runs = 1;
    while (Boolean.TRUE.equals(run.outcome()) && !exploration.isDone()) {
      run = exploration.next();
      runs++;
    }
    assertThat(run.outcome()).as("after %d runs", runs).isFalse();
  }

  @Test
  void runsThatDeviateLittleComeToAnEnd() {
    var exploration =
        new Exploration<>(
            new FewStrategy(1, new Lateness(1)),
            (choices, sink) -> Philosophers.eat(time, 2, true, new AnyOrder(choices), sink));
    var runs = 0;
    while (!exploration.isDone()) {
      assertThat(exploration.next().outcome()).isTrue();
      runs++;
    }
    assertThat(runs).isBetween(20, 1_000);
  }
}
