package swiotlb.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;
import swiotlb.figures.Measured;
import swiotlb.input.InputException;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.run.SeededFaults;
import swiotlb.time.Choices;
import swiotlb.time.RecordedChoices;
import swiotlb.trace.record.TraceStore;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/**
 * Runs simulations one after the other. In virtual time one engine serves all of them, so that a
 * run costs its machine and no start of an actor system. Belongs to the thread that uses it first;
 * other threads have one of their own.
 */
public final class Simulator implements AutoCloseable {
  /** In concurrent mode, after so long without any message a run has failed. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private final ScenarioRun.Runner runner = new ScenarioRun.Runner();

  /** Nothing is started before the first run. */
  public Simulator() {}

  /** Runs a simulation with nothing but what its scenario says. */
  public Result run(Simulation simulation) {
    return run(simulation, RunOptions.plain());
  }

  /**
   * Runs a simulation: all runs of its scenario, one after the other on one machine.
   *
   * @throws IllegalArgumentException if choices are made or recorded of concurrent mode, which has
   *     those of its threads
   * @throws InputException if the trace cannot be written
   */
  public Result run(Simulation simulation, RunOptions options) {
    if (!simulation.isVirtual() && (options.makesChoices() || options.recordsChoices())) {
      throw new IllegalArgumentException(
          simulation.name()
              + " runs in concurrent mode, whose order is that of its threads; choose in virtual"
              + " mode, or leave choices out");
    }
    var orders = options.choices().get();
    var chosen =
        !options.makesChoices() || options.scheduleSeed().isPresent()
            ? SeededFaults.over(orders, simulation.scenario())
            : orders;
    var recorded = options.recordsChoices() ? new RecordedChoices(chosen) : null;
    var outcome = new Outcome(recorded);
    var ending = traced(simulation, options, recorded == null ? chosen : recorded, outcome);
    return new Result(
        simulation.name(), outcome.runs, ending, outcome.choices(ending.failure() == null));
  }

  /** What is kept of a simulation. */
  private static final class Outcome implements RunObserver {
    private final @Nullable RecordedChoices recorded;
    private final List<Measured> runs = new ArrayList<>();
    private int choicesOfRuns;

    Outcome(@Nullable RecordedChoices recorded) {
      this.recorded = recorded;
    }

    @Override
    public void runEnded(Measured run) {
      runs.add(run);
      choicesOfRuns = recorded == null ? 0 : recorded.count();
    }

    /**
     * Those of the runs. After the last one actors only stop, in an order of Akka's own that is
     * another each time.
     */
    Optional<long[]> choices(boolean cameToItsEnd) {
      return Optional.ofNullable(recorded)
          .map(
              choices ->
                  cameToItsEnd ? Arrays.copyOf(choices.made(), choicesOfRuns) : choices.made());
    }
  }

  private Ending traced(
      Simulation simulation, RunOptions options, Choices choices, RunObserver observer) {
    var file = options.trace().orElse(null);
    try (var trace = file == null ? null : create(file, simulation, options)) {
      return runner.run(simulation.scenario(), choices, with(trace, options), List.of(observer));
    } catch (IOException e) {
      throw new InputException(
          String.valueOf(file), "cannot be written: " + e.getMessage() + "; is there space?");
    }
  }

  private static TraceStore create(Path file, Simulation simulation, RunOptions options) {
    var header =
        new TraceHeader(
            TraceHeader.LATEST,
            simulation.isVirtual(),
            Optional.of(simulation.name()),
            OptionalLong.of(simulation.seed()),
            options.scheduleSeed(),
            false,
            Optional.empty());
    try {
      return TraceStores.create(file, header);
    } catch (NoClassDefFoundError e) {
      throw Trace.withoutDatabase(file, e);
    }
  }

  private static ScenarioRun.Options with(@Nullable TraceStore trace, RunOptions options) {
    return new ScenarioRun.Options(
        OptionalLong.empty(),
        false,
        trace,
        options.isInterrupted(),
        fraction -> {},
        LONGEST_SILENCE);
  }

  /** Ends the engine. */
  @Override
  public void close() {
    runner.close();
  }
}
