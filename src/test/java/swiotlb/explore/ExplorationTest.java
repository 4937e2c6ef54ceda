package swiotlb.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.time.Choices;
import swiotlb.time.VirtualTime;

/** Philosophers who may starve are explored, as a guide to how actors of others are. */
class ExplorationTest {
  private static final Lateness LATE = new Lateness(100_000);

  private final VirtualTime time = new VirtualTime();

  @AfterEach
  void end() {
    time.close();
  }

  private static Strategy strategy(String name) {
    return switch (name) {
      case "random" -> new RandomStrategy(7, LATE);
      case "chains" -> new ChainStrategy(7, LATE, 3);
      case "feedback" -> new FeedbackStrategy(7, LATE);
      case "contents" -> ExhaustiveStrategy.byContents(field -> true);
      default -> ExhaustiveStrategy.byHistory(false, field -> true);
    };
  }

  private Exploration<Boolean> exploration(String strategy, int philosophers, boolean isFixed) {
    return new Exploration<>(
        strategy(strategy),
        (choices, sink) ->
            Philosophers.eat(time, philosophers, isFixed, new AnyOrder(choices), sink));
  }

  /** The first run in which somebody starves, from 1; 0 if there is none among so many. */
  private static int starving(Exploration<Boolean> exploration, int most) {
    for (var run = 1; run <= most && !exploration.isDone(); run++) {
      if (Boolean.FALSE.equals(exploration.next().outcome())) {
        return run;
      }
    }
    return 0;
  }

  @Test
  void inOrderEverybodyEats() {
    assertThat(Philosophers.eat(time, 3, false, Choices.inOrder(), Strategy.NOTHING)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "chains", "feedback", "exhaustive", "contents"})
  void everyStrategyFindsTheOrderInWhichTheyStarve(String strategy) {
    // The actors' own starts, in any order, make every order of three a matter of minutes.
    var philosophers = "exhaustive".equals(strategy) ? 2 : 3;
    assertThat(starving(exploration(strategy, philosophers, false), 20_000)).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "chains", "feedback", "exhaustive", "contents"})
  void runsAreTheSameForTheSameSeed(String strategy) {
    var seen = new ArrayList<List<Long>>();
    for (var time = 0; time < 2; time++) {
      var exploration = exploration(strategy, 3, false);
      var timelines = new ArrayList<Long>();
      for (var run = 0; run < 50 && !exploration.isDone(); run++) {
        timelines.add(exploration.next().timeline());
      }
      seen.add(timelines);
    }
    assertThat(seen.get(0)).isEqualTo(seen.get(1)).hasSizeGreaterThan(1);
  }

  @Test
  void everyOrderOfTheFixedTableIsTriedAndNobodyStarves() {
    assertThat(statesOfTheFixedTable(ExhaustiveStrategy.byHistory(false, field -> true), 2))
        .isGreaterThan(10);
  }

  @Test
  void statesThatAreToldApartByWhatThereIsAreFewer() {
    assertThat(statesOfTheFixedTable(ExhaustiveStrategy.byContents(field -> true), 2))
        .isLessThan(statesOfTheFixedTable(ExhaustiveStrategy.byHistory(false, field -> true), 2))
        .isGreaterThan(10);
    assertThat(statesOfTheFixedTable(ExhaustiveStrategy.byContents(field -> true), 3))
        .isGreaterThan(100);
  }

  private long statesOfTheFixedTable(ExhaustiveStrategy strategy, int philosophers) {
    var exploration =
        new Exploration<>(
            strategy,
            (choices, sink) ->
                Philosophers.eat(time, philosophers, true, new AnyOrder(choices), sink));
    assertThat(starving(exploration, 100_000)).isZero();
    assertThat(exploration.isDone()).isTrue();
    return strategy.states();
  }

  @Test
  void enoughRandomRunsFindTheTimelinesOfEveryOrder() {
    var all = exploration("exhaustive", 2, false);
    while (!all.isDone()) {
      all.next();
    }
    var some = exploration("random", 2, false);
    for (var run = 0; run < 3_000; run++) {
      some.next();
    }
    assertThat(some.timelines()).isEqualTo(all.timelines()).hasSize(17);
  }

  @Test
  void whatStarvesThemIsAFewChoicesThatCanBeGivenAgain() {
    var exploration = exploration("random", 3, false);
    var run = exploration.next();
    while (!Boolean.FALSE.equals(run.outcome())) {
      run = exploration.next();
    }
    var fewest =
        new Deviations(
            Fewest.of(run.made().deviations().all(), some -> !eats(new Deviations(some))));
    assertThat(fewest.size()).isBetween(1, 6);
    assertThat(eats(fewest)).isFalse();
    for (var without = 0; without < fewest.size(); without++) {
      var less = new ArrayList<>(fewest.all());
      less.remove(without);
      assertThat(eats(new Deviations(less))).as("without choice %d", without).isTrue();
    }
  }

  private boolean eats(Deviations deviations) {
    return Philosophers.eat(
        time, 3, false, new AnyOrder(new GivenDeviations(deviations)), Strategy.NOTHING);
  }
}
