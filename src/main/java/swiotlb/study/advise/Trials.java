package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import swiotlb.figures.Measured;
import swiotlb.scenario.Scenario;
import swiotlb.study.measure.Crew;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Seeds;

/**
 * Machines from boot, as many of each configuration as are asked for; what has run is kept. The
 * first has the seed and the costs of the workload itself, each further one a seed of its own,
 * costs drawn from their ranges, and areas that were searched before a recorded load: the same for
 * every configuration.
 */
final class Trials implements AutoCloseable {
  /**
   * What is tried.
   *
   * @param size absent: what the kernel has where nothing is written
   * @param load as a multiple of the workload's
   */
  record Configuration(Optional<AskedSize> size, boolean isDynamic, double load) {
    static Configuration of(AskedSize size, boolean isDynamic) {
      return new Configuration(Optional.of(size), isDynamic, 1);
    }
  }

  private final Workload workload;
  private final CostRanges costs;
  private final long seed;
  private final Crew crew;
  private final BooleanSupplier isInterrupted;
  private final Map<Configuration, List<Trial>> done = new HashMap<>();

  Trials(
      Workload workload, CostRanges costs, long seed, int threads, BooleanSupplier isInterrupted) {
    this.workload = workload;
    this.costs = costs;
    this.seed = seed;
    this.crew = new Crew(threads);
    this.isInterrupted = isInterrupted;
  }

  /**
   * So many machines of a configuration, or more if more have run.
   *
   * @throws AdvisingInterruptedException if somebody ended it
   */
  List<Trial> of(Configuration configuration, int machines) {
    run(List.of(configuration), machines);
    return List.copyOf(done.getOrDefault(configuration, List.of()));
  }

  /** Runs what is missing of several configurations side by side. */
  void run(List<Configuration> configurations, int machines) {
    var work = new ArrayList<Function<ScenarioRun.Runner, Trial>>();
    var whose = new ArrayList<List<Trial>>();
    for (var configuration : configurations) {
      var have = done.computeIfAbsent(configuration, c -> new ArrayList<>());
      for (var i = have.size() + 1; i <= machines; i++) {
        var number = i;
        work.add(runner -> run(runner, configuration, number));
        whose.add(have);
      }
    }
    var came = crew.all(work);
    for (var i = 0; i < came.size(); i++) {
      whose.get(i).add(came.get(i));
    }
  }

  /** How many machines of all configurations have run. */
  int count() {
    return done.values().stream().mapToInt(List::size).sum();
  }

  private Trial run(ScenarioRun.Runner runner, Configuration configuration, int number) {
    var isFirst = number == 1;
    var booted = workload.booted(new Boot(configuration.size, configuration.isDynamic, Map.of()));
    var scenario =
        Load.times(isFirst ? booted : booted.withCostsOf(ofNumber(number)), configuration.load);
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

  @Override
  public void close() {
    crew.close();
  }
}
