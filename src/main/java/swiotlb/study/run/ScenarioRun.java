package swiotlb.study.run;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;
import swiotlb.figures.Measured;
import swiotlb.figures.Sums;
import swiotlb.scenario.Scenario;
import swiotlb.time.Choices;
import swiotlb.time.ConcurrentTime;
import swiotlb.time.CutShortException;
import swiotlb.time.Disturbance;
import swiotlb.time.Engine;
import swiotlb.time.ForeignThreadException;
import swiotlb.time.MessageSink;
import swiotlb.time.VirtualTime;
import swiotlb.workload.JobSpec;

/** Runs a scenario from boot to the end of its last run. */
public final class ScenarioRun {
  /** With --jitter: the most by which a delay is lengthened, as a fraction of it. */
  private static final double JITTER = 0.1;

  private static final int POLL_EVERY = 4096;

  private static final String STUCK =
      "\nof these, at least one does not come back from its message; what it does now is in no trace";

  /**
   * How to run it.
   *
   * @param scheduleSeed picks among what could happen next; absent: in order
   * @param jitter whether delays get seeded noise
   * @param sink receives every message, or null
   * @param isInterrupted asked now and then; once it holds, nothing new begins
   * @param progress hears now and then how far the run is, from 0 to 1
   * @param silence in concurrent mode, the longest time without any message
   * @param disturbance of real threads
   * @param onlooker at a run in virtual time
   */
  public record Options(
      OptionalLong scheduleSeed,
      boolean jitter,
      @Nullable MessageSink sink,
      BooleanSupplier isInterrupted,
      Consumer<Double> progress,
      Duration silence,
      Disturbance disturbance,
      Onlooker onlooker) {
    /** Real threads that nothing disturbs. */
    public Options(
        OptionalLong scheduleSeed,
        boolean jitter,
        @Nullable MessageSink sink,
        BooleanSupplier isInterrupted,
        Consumer<Double> progress,
        Duration silence) {
      this(
          scheduleSeed,
          jitter,
          sink,
          isInterrupted,
          progress,
          silence,
          Disturbance.NONE,
          Onlooker.NOBODY);
    }

    /** Nothing but the scenario. */
    public static Options plain() {
      return new Options(
          OptionalLong.empty(), false, null, () -> false, fraction -> {}, Duration.ofMinutes(1));
    }

    /** The same with a trace. */
    public Options withSink(MessageSink other) {
      return new Options(
          scheduleSeed, jitter, other, isInterrupted, progress, silence, disturbance, onlooker);
    }

    /** The same, whose progress another one hears. */
    public Options telling(Consumer<Double> other) {
      return new Options(
          scheduleSeed, jitter, sink, isInterrupted, other, silence, disturbance, onlooker);
    }

    /** The same, until something holds. */
    public Options until(BooleanSupplier other) {
      return new Options(
          scheduleSeed, jitter, sink, other, progress, silence, disturbance, onlooker);
    }

    /** The same on real threads that are disturbed, and may be silent for so long. */
    public Options onDisturbedThreads(Disturbance other, Duration longest) {
      return new Options(
          scheduleSeed, jitter, sink, isInterrupted, progress, longest, other, onlooker);
    }

    /** The same, looked at by somebody. */
    public Options seenBy(Onlooker other) {
      return new Options(
          scheduleSeed, jitter, sink, isInterrupted, progress, silence, disturbance, other);
    }

    private Choices choices(Scenario scenario) {
      var turns =
          scheduleSeed.isPresent() ? Choices.random(scheduleSeed.getAsLong()) : Choices.inOrder();
      var orders = jitter ? turns.withJitter(scheduleSeed.orElse(scenario.seed()), JITTER) : turns;
      return SeededFaults.over(orders, scenario);
    }
  }

  /** What came of it: the runs that ended, and how it ended. */
  public record Outcome(List<Measured> runs, Ending ending) {
    /** Immutable from the start. */
    public Outcome {
      runs = List.copyOf(runs);
    }
  }

  private final Scenario scenario;
  private final Choices choices;
  private final Options options;
  private final Observers observers;
  private boolean interrupted;

  private ScenarioRun(Scenario scenario, Choices choices, Options options, Observers observers) {
    this.scenario = scenario;
    this.choices = choices;
    this.options = options;
    this.observers = observers;
  }

  /** Runs a scenario on an engine of its own, and keeps the figures of all of its runs. */
  public static Outcome run(Scenario scenario, Options options) {
    try (var runner = new Runner()) {
      return runner.run(scenario, options);
    }
  }

  /**
   * Runs a scenario on an engine of its own, and keeps nothing of its runs.
   *
   * @param observers hear each run as it ends
   * @throws RuntimeException what one of them threw
   */
  public static Ending run(Scenario scenario, Options options, List<RunObserver> observers) {
    try (var runner = new Runner()) {
      return runner.run(scenario, options, observers);
    }
  }

  /**
   * Runs scenarios one after the other, in the mode that each names. In virtual time one engine
   * serves all of them, so that a run costs its actors and no actor system. Belongs to one thread.
   */
  public static final class Runner implements AutoCloseable {
    private @Nullable VirtualTime time;

    /** Runs a scenario, and keeps the figures of all of its runs. */
    public Outcome run(Scenario scenario, Options options) {
      var runs = new ArrayList<Measured>();
      var ending = run(scenario, options, List.of(RunObserver.ofRuns(runs::add)));
      return new Outcome(runs, ending);
    }

    /**
     * Runs a scenario, and keeps nothing of its runs.
     *
     * @param observers hear each run as it ends
     * @throws RuntimeException what one of them threw
     */
    public Ending run(Scenario scenario, Options options, List<RunObserver> observers) {
      return run(scenario, options.choices(scenario), options, observers);
    }

    /**
     * Runs a scenario, and keeps nothing of its runs.
     *
     * @param choices what could go another way in virtual time, in place of those that the options
     *     tell; nobody asks them in concurrent mode. If they cut the run short, it was interrupted
     * @param observers hear each run as it ends
     * @throws RuntimeException what one of them threw
     */
    public Ending run(
        Scenario scenario, Choices choices, Options options, List<RunObserver> observers) {
      var all = new Observers(observers);
      var run = new ScenarioRun(scenario, choices, options, all);
      var ending =
          scenario.mode() == Scenario.Mode.CONCURRENT ? run.runConcurrently() : runVirtually(run);
      all.close();
      return ending;
    }

    private Ending runVirtually(ScenarioRun run) {
      var engine = time == null ? new VirtualTime() : time;
      time = null; // Kept only if nothing is wrong with it.
      try {
        var ending = run.runVirtually(engine);
        time = engine.isUsable() ? engine : null;
        return ending;
      } finally {
        if (time == null) {
          engine.close();
        }
      }
    }

    @Override
    public void close() {
      if (time != null) {
        time.close();
        time = null;
      }
    }
  }

  private Ending runVirtually(VirtualTime time) {
    time.begin(choices, options.sink);
    options.onlooker.runBegins(time);
    var verdict = new Verdict(time, observers, scenario.runs());
    try {
      var simulation = start(time, verdict);
      var polls = new long[1];
      var wantsStop = (BooleanSupplier) () -> ++polls[0] % POLL_EVERY == 0 && poll(time);
      if (time.runUntil(wantsStop)) {
        interrupted = true;
        simulation.tell(new Simulation.Stop());
        time.run();
      }
      if (!time.hasTerminated() && !verdict.hasFailed()) {
        verdict.wentSilent(time.lastMessages(), "");
      }
    } catch (CutShortException e) {
      interrupted = true;
    } catch (ForeignThreadException e) {
      verdict.intruded(e);
    } finally {
      options.onlooker.runEnds();
      time.end();
    }
    return verdict.ending(interrupted);
  }

  private ActorRef<Simulation.Command> start(Engine engine, Verdict verdict) {
    return engine.start(timeline -> Simulation.create(scenario, timeline, verdict));
  }

  private boolean poll(VirtualTime time) {
    options.progress.accept(fraction(time.nowNs(), time.deliveries()));
    return options.isInterrupted.getAsBoolean();
  }

  /** By requests where all jobs count them, else by time; an estimate, never quite 1. */
  private double fraction(long nowNs, long deliveries) {
    var requests = scenario.plannedRequests();
    var done =
        requests > 0
            ? deliveries / (5.0 * requests)
            : (double) nowNs / Math.max(1, scenario.plannedNs());
    return Math.min(0.99, done);
  }

  private Ending runConcurrently() {
    var time = new ConcurrentTime(0, options.sink, options.disturbance);
    var verdict = new Verdict(time, observers, scenario.runs());
    try (time) {
      awaitEnd(time, start(time, verdict), verdict);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      interrupted = true;
    }
    return verdict.ending(interrupted); // Now that no actor says anything more.
  }

  private void awaitEnd(
      ConcurrentTime time, ActorRef<Simulation.Command> simulation, Verdict verdict)
      throws InterruptedException {
    var heardNs = 0L;
    var heard = -1L;
    var silenceNs = Sums.plus(options.silence.toNanos(), longestPauseNs());
    while (!time.awaitEnd(Duration.ofMillis(50))) {
      options.progress.accept(fraction(time.nowNs(), time.deliveries()));
      if (!interrupted && options.isInterrupted.getAsBoolean()) {
        interrupted = true;
        simulation.tell(new Simulation.Stop());
      }
      if (time.deliveries() != heard) {
        heard = time.deliveries();
        heardNs = time.nowNs();
      } else if (time.nowNs() - heardNs > silenceNs) {
        var last = time.lastMessages();
        verdict.wentSilent(last, time.end() ? "" : STUCK);
        return;
      }
    }
  }

  /** Recorded requests come at their times on real threads too, and nothing happens between. */
  private long longestPauseNs() {
    return scenario.devices().stream()
        .flatMap(device -> device.jobs().stream())
        .mapToLong(JobSpec::longestPauseNs)
        .max()
        .orElse(0);
  }
}
