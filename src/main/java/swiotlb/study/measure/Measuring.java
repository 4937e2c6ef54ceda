package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import swiotlb.figures.Ending;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.study.run.ScenarioRun;

/**
 * Measures: replication after replication of every configuration, until the rule has enough. What
 * comes of it is a function of the plan, however many threads there are.
 */
public final class Measuring {
  /** Whose latencies are kept until they are added up. */
  private static final int AT_A_TIME = 16;

  private final Plan plan;
  private final BooleanSupplier isInterrupted;
  private final DoubleConsumer progress;
  private final AtomicInteger done = new AtomicInteger();
  private final List<Sample> samples = new ArrayList<>();
  private int replications;

  private Measuring(Plan plan, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    this.plan = plan;
    this.isInterrupted = isInterrupted;
    this.progress = progress;
    plan.configurations().forEach(configuration -> samples.add(new Sample(configuration)));
  }

  /**
   * Measures.
   *
   * @param threads on which replications run side by side
   * @param isInterrupted asked now and then; once it holds, what is complete is shown
   * @param progress hears now and then how much of the budget is spent, from 0 to 1, on any thread
   */
  public static Outcome run(
      Plan plan, int threads, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    try (var crew = new Crew(threads)) {
      return run(plan, crew, isInterrupted, progress);
    }
  }

  static Outcome run(Plan plan, Crew crew, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    return new Measuring(plan, isInterrupted, progress).run(crew);
  }

  private Outcome run(Crew crew) {
    var rule = plan.rule();
    while (true) {
      var next = rule.next(replications);
      while (replications < next) {
        if (!replicate(crew, Math.min(next, replications + AT_A_TIME))) {
          return Outcome.of(plan, samples, Decision.GO_ON, true);
        }
      }
      var outcome = Outcome.of(plan, samples, Decision.GO_ON, false);
      var isRandom = samples.stream().anyMatch(Sample::isRandom);
      var decision = rule.after(replications, outcome.widest(), isRandom);
      if (decision != Decision.GO_ON) {
        return outcome.stopped(decision);
      }
    }
  }

  /**
   * Replicates until there are so many.
   *
   * @return whether that went to its end; if not, none of these is kept
   */
  private boolean replicate(Crew crew, int upTo) {
    var started = crew.all(work(replications, upTo));
    if (started.stream().anyMatch(Started::isInterrupted)) {
      return false;
    }
    var next = started.iterator();
    for (; replications < upTo; replications++) {
      samples.forEach(sample -> sample.add(next.next().whole()));
    }
    return true;
  }

  private record Started(Replication.Whole whole, boolean isInterrupted) {}

  /** Every configuration in each replication, so that those of one pair run close together. */
  private List<Function<ScenarioRun.Runner, Started>> work(int from, int to) {
    var work = new ArrayList<Function<ScenarioRun.Runner, Started>>();
    for (var i = from; i < to; i++) {
      var number = i + 1;
      for (var configuration : plan.configurations()) {
        work.add(runner -> replicate(runner, configuration, number));
      }
    }
    return work;
  }

  private Started replicate(ScenarioRun.Runner runner, Configuration configuration, int number) {
    var seed = plan.seed(number);
    var options = ScenarioRun.Options.plain().until(isInterrupted);
    if (isInterrupted.getAsBoolean()) {
      return new Started(empty(number, seed), true);
    }
    var outcome = runner.run(configuration.scenario().withSeed(seed), options);
    progress.accept(
        done.incrementAndGet() / (double) (plan.rule().budget() * plan.configurations().size()));
    return new Started(
        Replication.of(
            number, seed, outcome.runs(), outcome.ending(), plan.metric(), plan.warmUp()),
        outcome.ending().interrupted());
  }

  private Replication.Whole empty(int number, long seed) {
    var nothing = new Ending(true, List.of(), null);
    return Replication.of(number, seed, List.of(), nothing, plan.metric(), plan.warmUp());
  }
}
