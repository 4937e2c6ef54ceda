package swiotlb.study.advise;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import swiotlb.figures.Measured;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Seeds;

/**
 * Machines of a workload, by number. The first has the seed and the costs of the workload itself,
 * each further one a seed of its own, costs drawn from their ranges, and areas that were searched
 * before a recorded load: the same for every configuration. Thread-safe.
 */
final class Machines {
  private final Workload workload;
  private final CostRanges costs;
  private final long seed;
  private final BooleanSupplier isInterrupted;

  Machines(Workload workload, CostRanges costs, long seed, BooleanSupplier isInterrupted) {
    this.workload = workload;
    this.costs = costs;
    this.seed = seed;
    this.isInterrupted = isInterrupted;
  }

  /**
   * What becomes of one.
   *
   * @param number from 1
   * @throws AdvisingInterruptedException if somebody ended it
   */
  Trial run(ScenarioRun.Runner runner, Trials.Configuration configuration, int number) {
    var isFirst = number == 1;
    var booted =
        workload.booted(new Boot(configuration.size(), configuration.isDynamic(), Map.of()));
    var scenario =
        Load.times(isFirst ? booted : booted.withCostsOf(ofNumber(number)), configuration.load());
    var options = ScenarioRun.Options.plain().until(isInterrupted);
    var outcome =
        runner.run(
            isFirst
                ? scenario
                : SearchStarts.drawn(scenario, seed, number)
                    .withSeed(Seeds.ofReplication(seed, number)),
            options);
    if (outcome.ending().interrupted() || isInterrupted.getAsBoolean()) {
      throw new AdvisingInterruptedException();
    }
    return trial(outcome);
  }

  /** A machine of that number, whose costs are those of all others with it. */
  private Scenario ofNumber(int number) {
    return workload.booted(
        new Boot(Optional.empty(), workload.isDynamic(), costs.drawn(seed, number)));
  }

  private static Trial trial(ScenarioRun.Outcome outcome) {
    var failure = outcome.ending().failure();
    if (failure != null || outcome.runs().isEmpty()) {
      throw new IllegalStateException("a machine did not come to its end: " + failure);
    }
    List<Measured> runs = outcome.runs();
    return Trial.of(runs, outcome.ending().broken());
  }
}
