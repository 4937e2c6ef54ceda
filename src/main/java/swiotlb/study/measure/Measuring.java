package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import swiotlb.figures.Ending;
import swiotlb.figures.statistics.StoppingRule.Decision;
import swiotlb.study.run.ScenarioRun;
import swiotlb.study.work.Crew;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Crews;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.Work;

/**
 * Measures: replication after replication of every configuration, until the rule has enough. What
 * comes of it is a function of the plan, whoever runs it.
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
   * @param crews who run replications
   * @param isInterrupted asked now and then; once it holds, what is complete is shown
   * @param progress hears now and then how much of the budget is spent, from 0 to 1, on any thread
   */
  public static Outcome run(
      Plan plan, Crews crews, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    try (var crew = crews.forJob(() -> MeasureKind.job(plan.configurations()))) {
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
    List<Started> started;
    try {
      started = crew.all(work(replications, upTo));
    } catch (CrewInterruptedException e) {
      return false;
    }
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
  private List<Work<Started>> work(int from, int to) {
    var work = new ArrayList<Work<Started>>();
    for (var i = from; i < to; i++) {
      for (var configuration : plan.configurations()) {
        work.add(new One(configuration, i + 1));
      }
    }
    return work;
  }

  /** A replication of a configuration. */
  private final class One implements Work<Started> {
    private final Configuration configuration;
    private final int number;

    One(Configuration configuration, int number) {
      this.configuration = configuration;
      this.number = number;
    }

    @Override
    public Started here(ScenarioRun.Runner runner) {
      return replicate(runner, configuration, number);
    }

    @Override
    public String text(JobFiles files) {
      return MeasureKind.text(configuration, number, plan, files);
    }

    @Override
    public Started read(byte[] result) {
      var whole = MeasureKind.read(result);
      if (whole.replication().number() != number
          || whole.replication().seed() != plan.seed(number)) {
        throw new IllegalArgumentException("the result of another replication");
      }
      oneMore();
      return new Started(whole, false);
    }
  }

  private void oneMore() {
    progress.accept(
        done.incrementAndGet() / (double) (plan.rule().budget() * plan.configurations().size()));
  }

  private Started replicate(ScenarioRun.Runner runner, Configuration configuration, int number) {
    var seed = plan.seed(number);
    var options = ScenarioRun.Options.plain().until(isInterrupted);
    if (isInterrupted.getAsBoolean()) {
      return new Started(empty(number, seed), true);
    }
    var outcome = runner.run(configuration.scenario().withSeed(seed), options);
    oneMore();
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
