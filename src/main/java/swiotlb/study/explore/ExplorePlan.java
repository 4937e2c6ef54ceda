package swiotlb.study.explore;

import swiotlb.explore.Lateness;
import swiotlb.scenario.Scenario;

/**
 * What is explored, and how.
 *
 * @param schedules runs at most
 * @param longestNs time at most, which is looked at between batches; 0: none
 * @param depth messages in order that make a mistake, for {@link StrategyName#PCT}
 * @param keepsTime whether messages come at their times or late; else in any order
 * @param goesOn whether it goes on after something went wrong
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
    boolean goesOn) {
  /**
   * Runs that go on from each other, on one thread: results do not depend on how many there are.
   */
  static final int BATCH = 500;

  int batches() {
    return strategy == StrategyName.EXHAUSTIVE
        ? 1
        : Math.toIntExact((schedules + BATCH - 1) / BATCH);
  }

  long schedulesOf(int batch) {
    if (strategy == StrategyName.EXHAUSTIVE) {
      return schedules;
    }
    return Math.min(BATCH, schedules - (long) batch * BATCH);
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
