package swiotlb.study.explore;

import swiotlb.explore.Lateness;
import swiotlb.scenario.Scenario;

/**
 * What is explored, and how.
 *
 * @param schedules runs at most
 * @param longestNs time at most, which is looked at between batches; 0: none
 * @param depth messages in order that make a mistake, for {@link StrategyName#PCT}
 * @param goesOn whether it goes on after something went wrong
 */
public record ExplorePlan(
    Scenario scenario,
    StrategyName strategy,
    long seed,
    long schedules,
    long longestNs,
    int depth,
    Lateness lateness,
    boolean goesOn) {
  /** Runs that go on from each other, on one thread: results do not depend on how many there are. */
  static final int BATCH = 500;

  int batches() {
    return Math.toIntExact((schedules + BATCH - 1) / BATCH);
  }

  int schedulesOf(int batch) {
    return (int) Math.min(BATCH, schedules - (long) batch * BATCH);
  }
}
