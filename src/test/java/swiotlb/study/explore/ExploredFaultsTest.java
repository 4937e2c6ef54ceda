package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import swiotlb.explore.Deviations;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.Kind;
import swiotlb.explore.Lateness;
import swiotlb.explore.MadeChoices;
import swiotlb.explore.MessageOrder;
import swiotlb.explore.Orders;
import swiotlb.figures.Ending;
import swiotlb.scenario.FaultReader;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.Choices;
import swiotlb.workload.Fault;

/** Faults are chosen like all else, made few, kept and repeated. */
class ExploredFaultsTest {
  /** Three requests on two CPUs, a pool of two areas, growth, a hypervisor and a CMA region. */
  private static final String MACHINE =
      """
      kernel = "swiotlb=256,2,force"
      cpus = 2
      memory = 64 MiB
      pages.cma = 8 MiB
      encryption.kind = tdx
      devices.disk {
        jobs.load { cpus = all, block = 4 KiB, depth = 2, context = interrupt, count = 2
          read-percent = 100 }
      }
      """;

  private static Scenario scenario(Map<String, String> settings) {
    var all = new LinkedHashMap<String, String>();
    all.put("check-payload", "true");
    all.putAll(settings);
    return new ScenarioReader().read("faulty", MACHINE, all);
  }

  private static Map<String, String> rate(Fault fault, int perMille) {
    return Map.of(FaultReader.path(fault), Integer.toString(perMille));
  }

  private static ExplorePlan plan(Scenario scenario, StrategyName strategy, long schedules) {
    return new ExplorePlan(
        scenario, strategy, 1, schedules, 0, 3, false, new Lateness(100_000), false);
  }

  private static Explored explored(ExplorePlan plan) throws InterruptedException {
    return Exploring.run(plan, 1, () -> false, so -> {});
  }

  /** Nothing chooses, but for faults: all that are asked for happen. */
  private static final class EveryFault implements Choices {
    private final List<String> happened = new ArrayList<>();

    @Override
    public int turn(Runnables runnables) {
      return 0;
    }

    @Override
    public long lateness(long delayNs) {
      return 0;
    }

    @Override
    public boolean happens(String what, double probability) {
      happened.add(what);
      return true;
    }
  }

  private static ExploredScenario inOrder(ScenarioRun.Runner runner, Scenario scenario) {
    return explored(runner, scenario, true);
  }

  private static ExploredScenario inAnyOrder(ScenarioRun.Runner runner, Scenario scenario) {
    return explored(runner, scenario, false);
  }

  private static ExploredScenario explored(
      ScenarioRun.Runner runner, Scenario scenario, boolean keepsTime) {
    var explored =
        new ExploredScenario(
            runner,
            scenario,
            keepsTime ? Orders.TIMED : Orders.ANY,
            new Watches(List.of()),
            () -> false);
    assertThat(explored.runInOrder().finding()).isNull();
    return explored;
  }

  @Test
  void inOrderNothingFailsHoweverOftenItMay() {
    try (var runner = new ScenarioRun.Runner()) {
      var faulty = inOrder(runner, scenario(rate(Fault.FORGOTTEN_SYNC, 1000)));
      var sound = inOrder(runner, scenario(Map.of()));
      assertThat(faulty.faultsUntil()).isEqualTo(sound.faultsUntil());
    }
  }

  @Test
  void faultsEndSoThatEverythingMustComeToRest() {
    try (var runner = new ScenarioRun.Runner()) {
      var explored = inOrder(runner, scenario(rate(Fault.RESET, 500)));
      var every = new EveryFault();
      // A device that is reset each time would never be done.
      var seen = explored.run(every, new MessageOrder());
      assertThat(seen.finding()).isNull();
      assertThat(seen.messages()).isGreaterThan(explored.faultsUntil());
      assertThat(every.happened).hasSizeGreaterThan(1);
    }
  }

  @Test
  void bootAndTheEndOfARunAreWithoutFaults() {
    try (var runner = new ScenarioRun.Runner()) {
      var explored = inOrder(runner, scenario(rate(Fault.STUCK, 1000)));
      var every = new EveryFault();
      explored.run(every, new MessageOrder());
      assertThat(every.happened).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {
        "BLOCKING_PAGES",
        "POOL_OBJECTS",
        "SHARING",
        "LATE_WORKER",
        "LATE_INTERRUPT",
        "SLOW_CPU",
        "RESET",
        "REMOVAL",
        "FORGOTTEN_UNMAP"
      })
  void whatFailsBreaksNothing(Fault fault) {
    try (var runner = new ScenarioRun.Runner()) {
      var explored =
          inOrder(
              runner,
              scenario(
                  Map.of(FaultReader.path(fault), "1", "devices.disk.jobs.load.block", "256 KiB")));
      var every = new EveryFault();
      assertThat(explored.run(every, new MessageOrder()).finding()).isNull();
      assertThat(every.happened).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = StrategyName.class,
      names = {"RANDOM", "PCT", "FEEDBACK", "EXHAUSTIVE"})
  void everyStrategyFindsADriverThatForgetsASync(StrategyName strategy)
      throws InterruptedException {
    var found = explored(plan(scenario(rate(Fault.FORGOTTEN_SYNC, 50)), strategy, 2_000)).first();
    assertThat(found).isNotNull();
    assertThat(found.finding().what()).contains("without a sync the driver reads");
    assertThat(found.deviations().all()).anyMatch(d -> d.kind() == Kind.HAPPENS);
  }

  @Test
  void aFaultIsMadeSmallKeptAndRepeated(@TempDir Path folder)
      throws IOException, InterruptedException {
    var rates =
        Map.of(FaultReader.path(Fault.FORGOTTEN_SYNC), "50", FaultReader.path(Fault.RESET), "100");
    var plan = plan(scenario(rates), StrategyName.RANDOM, 2_000);
    var small = small(plan, rates, explored(plan).first());
    assertThat(small.overrides()).containsEntry(FaultReader.path(Fault.RESET), "0");
    assertThat(small.choices().told())
        .singleElement()
        .asString()
        .contains(": the driver forgets to sync mapping ");
    assertRepeats(folder, small);
    assertNeedsItsFaults(small.choices());
  }

  private static Smallest.Small small(
      ExplorePlan plan, Map<String, String> rates, Explored.@Nullable Wrong wrong) {
    return Smallest.of(
        plan, ExploredFaultsTest::scenario, rates, Objects.requireNonNull(wrong), () -> false);
  }

  private static void assertRepeats(Path folder, Smallest.Small small) throws IOException {
    var file = folder.resolve("choices.json");
    small.choices().write(file);
    var kept = ChoicesFile.read(file);
    var again = new RepeatedRun(kept);
    assertThat(ending(kept, again).failure()).isNotNull();
    assertThat(again.differences()).isEmpty();
  }

  private static void assertNeedsItsFaults(ChoicesFile kept) {
    var without =
        new ChoicesFile(
            kept.overrides(),
            kept.orders(),
            0,
            kept.deviations(),
            kept.told(),
            kept.timeline(),
            kept.messages(),
            kept.finding());
    var again = new RepeatedRun(without);
    assertThat(ending(without, again).failure()).isNull();
    assertThat(again.differences()).isNotEmpty();
  }

  private static Ending ending(ChoicesFile kept, RepeatedRun again) {
    try (var runner = new ScenarioRun.Runner()) {
      return runner.run(
          scenario(kept.overrides()),
          again.choices(),
          ScenarioRun.Options.plain().withSink(again.sink(null)),
          List.of());
    }
  }

  // Swarms.

  @Test
  void aSwarmDrawsOtherRatesForEachBatchAndTheSameEachTime() {
    var plan = plan(scenario(Map.of()), StrategyName.RANDOM, 1_000).inSwarm();
    var again = plan(scenario(Map.of()), StrategyName.RANDOM, 1_000).inSwarm();
    assertThat(plan.batches()).isEqualTo(10);
    assertThat(plan.drawnFor(0)).isNotEqualTo(plan.drawnFor(1)).isEqualTo(again.drawnFor(0));
  }

  @Test
  void withoutASwarmEveryBatchHasTheRatesOfTheScenario() {
    var plan = plan(scenario(rate(Fault.RESET, 3)), StrategyName.RANDOM, 1_000);
    assertThat(plan.drawnFor(1)).isEmpty();
    assertThat(plan.scenarioOf(1)).isEqualTo(plan.scenario());
  }

  @Test
  void nothingThatASwarmMakesFailBreaksAnything() throws InterruptedException {
    var explored = explored(plan(scenario(Map.of()), StrategyName.RANDOM, 200).inSwarm());
    assertThat(explored.wrong()).isEmpty();
    assertThat(explored.schedules()).isEqualTo(200);
  }

  @Test
  void whatASwarmHasFoundIsRepeatedWithTheRatesThatWereDrawn() throws InterruptedException {
    var rates = rate(Fault.FORGOTTEN_SYNC, 10);
    var plan = plan(scenario(rates), StrategyName.RANDOM, 2_000).inSwarm();
    var wrong = explored(plan).first();
    assertThat(wrong).isNotNull();
    assertThat(wrong.drawn()).isNotEmpty();
    var all = new LinkedHashMap<>(rates);
    all.putAll(wrong.drawn());
    try (var runner = new ScenarioRun.Runner()) {
      var explored = inAnyOrder(runner, scenario(all));
      var again = explored.run(new GivenDeviations(wrong.deviations()), new MessageOrder());
      assertThat(again.finding()).isEqualTo(wrong.finding());
    }
  }

  @Test
  void choicesAreOfTheRunInOrderWhereNothingHappens() {
    try (var runner = new ScenarioRun.Runner()) {
      var explored = inOrder(runner, scenario(rate(Fault.LATE_INTERRUPT, 1)));
      var made = new MadeChoices(new GivenDeviations(Deviations.NONE));
      explored.run(made, new MessageOrder());
      assertThat(made.deviations().all()).isEmpty();
      assertThat(made.count()).isPositive();
    }
  }
}
