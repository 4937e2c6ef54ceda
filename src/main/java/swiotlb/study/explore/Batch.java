package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import swiotlb.explore.Deviations;
import swiotlb.explore.ExhaustiveStrategy;
import swiotlb.explore.Exploration;
import swiotlb.study.run.ScenarioRun;
import swiotlb.workload.Seeds;

/**
 * What came of one batch of runs.
 *
 * @param number from 0
 * @param schedules runs that were made
 * @param states that were gone on from, where every order is tried; else 0
 * @param isAll whether there is no further run
 * @param choices of all of them
 * @param timelines that were seen, in their order, each when it was new to the batch
 * @param reached by situation: in how many runs it was so
 * @param firstReached by situation: the first run of the batch, from 1, in which it was so; 0: none
 * @param found what went wrong, in the order of the runs
 */
record Batch(
    int number,
    long schedules,
    long states,
    boolean isAll,
    long messages,
    long choices,
    List<Timeline> timelines,
    List<Long> reached,
    List<Long> firstReached,
    List<Found> found) {
  /** Of kinds that are known so many are kept, and the first of each that is not. */
  private static final int MOST_FOUND = 100;

  /**
   * A run in which something went wrong.
   *
   * @param schedule of the batch, from 1
   */
  record Found(long schedule, Finding finding, Deviations deviations) {}

  private static boolean isNew(Finding finding, List<Found> found) {
    return found.stream().noneMatch(known -> known.finding.isLike(finding));
  }

  /** Whether it may be one of a plan: as many schedules and situations as there can be. */
  boolean isOf(ExplorePlan plan) {
    return schedules >= 0
        && schedules <= plan.schedulesOf(number)
        && reached.size() == Situations.ALL.size()
        && firstReached.size() == Situations.ALL.size();
  }

  /**
   * A timeline.
   *
   * @param number by which it is told from others
   * @param schedule of the batch that was the first to show it, from 1
   */
  record Timeline(long number, long schedule) {}

  /**
   * Makes the runs of a batch, on this thread.
   *
   * @param beganNs when the exploration began, as {@link System#nanoTime} tells
   */
  static Batch run(
      ScenarioRun.Runner runner,
      ExplorePlan plan,
      int number,
      long beganNs,
      BooleanSupplier isInterrupted) {
    var situations = Situations.ALL;
    var scenario =
        new ExploredScenario(
            runner, plan.scenarioOf(number), plan.orders(), new Watches(situations), isInterrupted);
    scenario.runInOrder();
    var strategy =
        plan.strategy().begin(Seeds.stream(plan.seed(), "batch " + number).nextLong(), plan);
    var exploration = new Exploration<>(strategy, scenario);
    var reached = new long[situations.size()];
    var firstReached = new long[situations.size()];
    var found = new ArrayList<Found>();
    var timelines = new ArrayList<Timeline>();
    var messages = 0L;
    var choices = 0L;
    var schedule = 0L;
    while (schedule < plan.schedulesOf(number)
        && !exploration.isDone()
        && !(plan.strategy() == StrategyName.EXHAUSTIVE && plan.isOver(beganNs))
        && !isInterrupted.getAsBoolean()) {
      var run = exploration.next();
      schedule++;
      var seen = Objects.requireNonNull(run.outcome());
      messages += seen.messages();
      choices += run.made().count();
      if (run.isNew()) {
        timelines.add(new Timeline(run.timeline(), schedule));
      }
      for (var bits = seen.situations(); bits != 0; bits &= bits - 1) {
        var situation = Long.numberOfTrailingZeros(bits);
        if (reached[situation]++ == 0) {
          firstReached[situation] = schedule;
        }
      }
      var finding = seen.finding();
      if (finding != null && (found.size() < MOST_FOUND || isNew(finding, found))) {
        found.add(new Found(schedule, finding, run.made().deviations()));
        if (!plan.goesOn()) {
          break;
        }
      }
    }
    return new Batch(
        number,
        schedule,
        strategy instanceof ExhaustiveStrategy exhaustive ? exhaustive.states() : 0,
        exploration.isDone(),
        messages,
        choices,
        timelines,
        Arrays.stream(reached).boxed().toList(),
        Arrays.stream(firstReached).boxed().toList(),
        found);
  }
}
