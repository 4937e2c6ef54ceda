package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;

/** Runs replications. Whatever happens in a run is a result. Thread-safe. */
final class Replicating {
  private final ScenarioSource source;
  private final String version;
  private final BooleanSupplier isInterrupted;

  Replicating(ScenarioSource source, String version, BooleanSupplier isInterrupted) {
    this.source = source;
    this.version = version;
    this.isInterrupted = isInterrupted;
  }

  /**
   * Runs one.
   *
   * @return empty if it was interrupted
   * @throws swiotlb.input.InputException if the scenario is not what it was
   */
  List<ResultLine> run(Replication replication, ScenarioRun.Runner runner) {
    if (isInterrupted.getAsBoolean()) {
      return List.of();
    }
    var common = new ResultLine.Common(source.name(), version, replication);
    if (!replication.refusal().isEmpty()) {
      return ResultLine.refused(common);
    }
    var scenario =
        source
            .again(replication.point().settings(), replication.identity())
            .withSeed(replication.seed());
    try {
      return simulate(common, scenario, runner);
    } catch (RuntimeException e) {
      return ResultLine.crashed(common, e);
    }
  }

  private List<ResultLine> simulate(
      ResultLine.Common common, Scenario scenario, ScenarioRun.Runner runner) {
    var figures = new ArrayList<String>();
    var ending =
        runner.run(
            scenario,
            ScenarioRun.Options.plain().until(isInterrupted),
            List.of(RunObserver.ofRuns(run -> figures.add(ResultLine.figures(run)))));
    return ending.interrupted() ? List.of() : ResultLine.of(common, figures, ending);
  }
}
