package swiotlb.study.explore;

import java.util.Map;
import swiotlb.explore.Lateness;
import swiotlb.explore.Orders;
import swiotlb.scenario.FaultReader;
import swiotlb.scenario.Scenario;
import swiotlb.workload.Seeds;

/**
 * What is explored, and how.
 *
 * @param schedules runs at most
 * @param longestNs time at most, which is looked at between batches; 0: none
 * @param depth messages in order that make a mistake, for {@link StrategyName#PCT}
 * @param keepsTime whether messages come at their times or late; else in any order
 * @param goesOn whether it goes on after something went wrong
 * @param drawsFaults whether how often what fails is drawn for each batch
 */
public record ExplorePlan(
    Scenario scenario,
    StrategyName strategy,
    long seed,
    long schedules,
    long longestNs,
    int depth,
    boolean keepsTime,
    Lateness lateness,
    boolean goesOn,
    boolean drawsFaults) {
  /**
   * Runs that go on from each other, on one thread: results do not depend on how many there are.
   */
  private static final int BATCH = 500;

  /** Fewer, since each batch has other faults. */
  private static final int BATCH_OF_SWARM = 100;

  /** Faults at the rates of the scenario. */
  public ExplorePlan(
      Scenario scenario,
      StrategyName strategy,
      long seed,
      long schedules,
      long longestNs,
      int depth,
      boolean keepsTime,
      Lateness lateness,
      boolean goesOn) {
    this(scenario, strategy, seed, schedules, longestNs, depth, keepsTime, lateness, goesOn, false);
  }

  /** The same, with other rates of faults in each batch. */
  public ExplorePlan inSwarm() {
    return new ExplorePlan(
        scenario, strategy, seed, schedules, longestNs, depth, keepsTime, lateness, goesOn, true);
  }

  /** Runs of a batch at most; another has other faults where those are drawn. */
  public int batchSize() {
    return drawsFaults ? BATCH_OF_SWARM : BATCH;
  }

  /** The scenario as the runs of a batch have it. */
  Scenario scenarioOf(int batch) {
    return drawsFaults
        ? scenario.withFaults(
            scenario
                .faults()
                .drawn(Seeds.stream(seed, "faults " + batch), scenario.possibleFaults()))
        : scenario;
  }

  /** Settings, by path, in which that differs from the scenario. */
  Map<String, String> drawnFor(int batch) {
    return FaultReader.differences(scenario.faults(), scenarioOf(batch).faults());
  }

  /** In which orders messages come. */
  Orders orders() {
    return keepsTime ? Orders.TIMED : strategy.isByContents(this) ? Orders.APART : Orders.ANY;
  }

  int batches() {
    return strategy == StrategyName.EXHAUSTIVE
        ? 1
        : Math.toIntExact((schedules + batchSize() - 1) / batchSize());
  }

  long schedulesOf(int batch) {
    if (strategy == StrategyName.EXHAUSTIVE) {
      return schedules;
    }
    return Math.min(batchSize(), schedules - (long) batch * batchSize());
  }

  /**
   * Whether its time is over.
   *
   * @param beganNs as {@link System#nanoTime} tells
   */
  boolean isOver(long beganNs) {
    return longestNs > 0 && System.nanoTime() - beganNs >= longestNs;
  }
}
