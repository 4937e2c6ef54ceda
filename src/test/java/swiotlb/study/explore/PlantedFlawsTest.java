package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swiotlb.kernel.policy.Flaw;
import swiotlb.study.run.ScenarioRun;

/** Each mistake that can be planted is found, and only where it is planted. */
class PlantedFlawsTest {
  private static final long SEED = 1;
  private static final long BUDGET = 500;
  private static final int MOST_CHOICES = 2;
  private static final long MOST_REQUESTS = 4;

  /** With fewer it was not found: the throttle lets in what fills the pool to its level first. */
  private static final long MOST_OF_LOST_WAKE_UP = 6;

  private static final Map<String, String> AS_IT_IS = Map.of();
  private static final Map<String, String> UNPLANTED = Map.of("design.planted", "none");

  /** Chains of late messages are what random choices come to last. */
  private static StrategyName strategy(Flaw flaw) {
    return flaw == Flaw.FORGOTTEN_EXPANSION || flaw == Flaw.EARLY_ANSWER
        ? StrategyName.PCT
        : StrategyName.RANDOM;
  }

  private static Explored explored(Flaw flaw, Map<String, String> settings)
      throws InterruptedException {
    var scenario = FlawTable.scenario(flaw.word(), settings);
    var plan = FlawTable.plan(scenario, strategy(flaw), SEED, BUDGET);
    return Exploring.run(plan, 1, () -> false, e -> {});
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  void itIsFoundAndMadeSmallAndRepeated(Flaw flaw) throws InterruptedException {
    var explored = explored(flaw, AS_IT_IS);
    var wrong = explored.first();
    assertThat(wrong).as("found in %d schedules", BUDGET).isNotNull();
    var small =
        Smallest.of(
            explored.plan(),
            settings -> FlawTable.scenario(flaw.word(), settings),
            AS_IT_IS,
            Objects.requireNonNull(wrong),
            () -> false);
    assertThat(small.choices().deviations().size()).isLessThanOrEqualTo(MOST_CHOICES);
    assertThat(FlawTable.requests(small.scenario()))
        .isLessThanOrEqualTo(flaw == Flaw.LOST_WAKE_UP ? MOST_OF_LOST_WAKE_UP : MOST_REQUESTS);
    var again = new RepeatedRun(small.choices());
    try (var runner = new ScenarioRun.Runner()) {
      var ending =
          runner.run(
              small.scenario(),
              again.choices(),
              ScenarioRun.Options.plain().withSink(again.sink(null)).until(again::hasTooMany),
              List.of());
      assertThat(again.differences()).isEmpty();
      assertThat(Finding.of(again.ended(ending))).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  void withoutItNothingIsWrong(Flaw flaw) throws InterruptedException {
    var explored = explored(flaw, UNPLANTED);
    assertThat(explored.schedules()).isEqualTo(BUDGET);
    assertThat(explored.wrong()).isEmpty();
  }
}
