package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swiotlb.explore.Lateness;
import swiotlb.kernel.policy.Flaw;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;

/** A machine with a pool for two requests is given three, in many orders. */
class ExploringTest {
  private static final String MACHINE =
      """
      kernel = "swiotlb=256,2,force"
      cpus = 2
      memory = 64 MiB
      invariants = true
      devices.disk.jobs.load { cpus = all, block = 256 KiB, context = interrupt, count = 1 }
      """;

  private static final String THIRD =
      """
      devices.disk.jobs.more { cpus = "1", block = 256 KiB, context = interrupt, count = 1 }
      """;

  private static Scenario scenario(String more) {
    return new ScenarioReader().read("few", MACHINE + more, Map.of());
  }

  private static ExplorePlan plan(Scenario scenario, StrategyName strategy, long schedules) {
    return new ExplorePlan(
        scenario, strategy, 1, schedules, 0, 3, false, new Lateness(100_000), false);
  }

  private static Explored explore(ExplorePlan plan, int threads) throws InterruptedException {
    return Exploring.run(plan, threads, () -> false, explored -> {});
  }

  private static long reached(Explored explored, String situation) {
    return explored.reached().stream()
        .filter(reached -> reached.name().equals(situation))
        .mapToLong(Explored.Reached::schedules)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(names = {"RANDOM", "PCT", "FEEDBACK"})
  void theKernelsWayHasNoFaultAndComesToRareSituations(StrategyName strategy)
      throws InterruptedException {
    var explored = explore(plan(scenario(THIRD), strategy, 300), 1);
    assertThat(explored.wrong()).isEmpty();
    assertThat(explored.schedules()).isEqualTo(300);
    assertThat(explored.timelines()).isGreaterThan(100);
    assertThat(reached(explored, "pool-during-search")).isPositive();
  }

  @Test
  void whereNearlyEveryScheduleFailsABatchKeepsAHundredOfEachAndGoesOn() {
    var failing = FlawTable.scenario("find-then-take", Map.of("devices.disk.jobs.load.count", "1"));
    var plan =
        new ExplorePlan(
            failing, StrategyName.RANDOM, 1, 300, 0, 3, false, new Lateness(100_000), true);
    try (var runner = new ScenarioRun.Runner()) {
      var batch = Batch.run(runner, plan, 0, System.nanoTime(), () -> false);
      assertThat(batch.schedules()).isEqualTo(300);
      assertThat(batch.found()).hasSizeBetween(100, 110);
      var kinds = new ArrayList<Finding>();
      batch
          .found()
          .forEach(
              found -> {
                if (kinds.stream().noneMatch(known -> known.isLike(found.finding()))) {
                  kinds.add(found.finding());
                }
              });
      assertThat(batch.found()).hasSizeLessThanOrEqualTo(100 + kinds.size());
    }
  }

  @Test
  void whatComesOfItDoesNotDependOnThreads() throws InterruptedException {
    var plan = plan(scenario(THIRD), StrategyName.RANDOM, 1_200);
    var one = explore(plan, 1);
    var three = explore(plan, 3);
    assertThat(three.timelines()).isEqualTo(one.timelines());
    assertThat(three.reached()).isEqualTo(one.reached());
    assertThat(three.messages()).isEqualTo(one.messages());
    assertThat(three.schedules()).isEqualTo(one.schedules()).isEqualTo(1_200);
  }

  @Test
  void everyOrderOfTwoRequestsIsTriedOnce() throws InterruptedException {
    var two = scenario("");
    var explored = explore(plan(two, StrategyName.EXHAUSTIVE, 10_000), 1);
    assertThat(explored.isAll()).isTrue();
    assertThat(explored.wrong()).isEmpty();
    assertThat(explored.states()).isGreaterThan(50);
    assertThat(explore(plan(two, StrategyName.EXHAUSTIVE, 10_000), 1).states())
        .isEqualTo(explored.states());
    assertThat(explore(plan(two, StrategyName.EXHAUSTIVE, 20), 1).isAll()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"FIND_THEN_TAKE", "UNLOCKED_COUNTER"})
  void everyOrderShowsWhatIsPlanted(Flaw flaw) throws InterruptedException {
    var scenario = FlawTable.scenario(flaw.word(), Map.of("check-payload", "false"));
    var explored = explore(plan(scenario, StrategyName.EXHAUSTIVE, 5_000), 1);
    assertThat(explored.wrong()).isNotEmpty();
  }

  @Test
  void aDriverThatReadsEarlyIsFoundMadeSmallAndRepeated() throws InterruptedException {
    var source =
        (Smallest.Source)
            overrides ->
                new ScenarioReader()
                    .read(
                        "early",
                        MACHINE
                            + "check-payload = true\n"
                            + "devices.disk.jobs.load { count = 4, read-percent = 100 }\n"
                            + "devices.disk.jobs.load.reads-early = true\n",
                        overrides);
    var plan = plan(source.with(Map.of()), StrategyName.RANDOM, 500);
    var explored = explore(plan, 2);
    var wrong = explored.first();
    assertThat(wrong).isNotNull();
    assertThat(wrong.finding().kind()).isEqualTo(Finding.Kind.FAILED);
    assertThat(wrong.finding().what()).contains("the driver reads");

    var small = Smallest.of(plan, source, Map.of(), wrong, () -> false);
    assertThat(small.overrides()).containsEntry("devices.disk.jobs.load.count", "1");
    assertThat(small.choices().deviations().size()).isZero();
    assertThat(small.choices().finding()).contains("the driver reads");

    var again = new RepeatedRun(small.choices());
    try (var runner = new ScenarioRun.Runner()) {
      var options = ScenarioRun.Options.plain().withSink(again.sink(null));
      var ending = runner.run(small.scenario(), again.choices(), options, List.of());
      assertThat(ending.isGood()).isFalse();
      assertThat(again.differences()).isEmpty();

      var other = new RepeatedRun(small.choices());
      runner.run(scenario(""), other.choices(), options.withSink(other.sink(null)), List.of());
      assertThat(other.differences()).singleElement().asString().contains("is not the run");
    }
  }
}
