package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import swiotlb.workload.ftrace.GrowthRecord;
import swiotlb.workload.ftrace.RecordedMapping;

/**
 * Follows a recording from many places at once to find the best ones.
 *
 * <p>Each trial has a score that it can reach at most: what agrees so far and all that is still to
 * come. The trial that can reach most goes on for some steps; once one is at its end, those that
 * can no longer reach its score are given up. So the scores of the best are those of following each
 * to its end, while a wrong place is seldom followed for more than a few buffers.
 */
final class PlaceTrials {
  private static final int STEPS_AT_ONCE = 64;

  private final ReplayScript script;
  private final ReplayFacts facts;
  private final SearchWatch watch;

  /**
   * Trials.
   *
   * @param facts whose place of the pool does not count
   */
  PlaceTrials(List<RecordedMapping> mappings, ReplayFacts facts, SearchWatch watch) {
    this.script = new ReplayScript(mappings, facts);
    this.facts = facts;
    this.watch = watch;
  }

  /** A place that is assumed, with the pools that grew. */
  record Assumed(long start, boolean isFromBoot, List<GrowthRecord> growths) {}

  /**
   * A place that was followed to the end.
   *
   * @param score mappings that lie where they were recorded, without those that told it themselves
   */
  record Followed(Assumed of, long score) {}

  /** One that is being followed; {@code number} among those that were given. */
  private record Trial(int number, Assumed of, ReplayDriver driver) {}

  /** How many mappings can agree at most. */
  long most() {
    return script.comparedFrom(0);
  }

  /**
   * Those with the highest score, in the order in which they were given.
   *
   * @param least the score that is wanted at least
   * @return empty if none reaches it
   */
  List<Followed> best(List<Assumed> places, long least) {
    var running =
        new PriorityQueue<Trial>(
            Comparator.comparingLong((Trial trial) -> -trial.driver.mostOwn())
                .thenComparingInt(Trial::number));
    for (var i = 0; i < places.size(); i++) {
      running.add(start(i, places.get(i)));
    }
    var bar = least;
    var ended = new ArrayList<Trial>();
    while (!running.isEmpty() && running.element().driver.mostOwn() >= bar) {
      watch.look();
      var trial = running.remove();
      if (trial.driver.goOn(STEPS_AT_ONCE)) {
        running.add(trial);
      } else if (trial.driver.mostOwn() >= bar) { // It may have fallen below it in its last steps.
        bar = trial.driver.mostOwn();
        ended.add(trial);
      }
    }
    var reached = bar;
    return ended.stream()
        .filter(trial -> trial.driver.mostOwn() == reached)
        .sorted(Comparator.comparingInt(Trial::number))
        .map(trial -> new Followed(trial.of, reached))
        .toList();
  }

  private Trial start(int number, Assumed place) {
    var assumed = facts.at(place.start, place.isFromBoot);
    var target = new DirectTarget(assumed);
    return new Trial(number, place, new ReplayDriver(script, place.growths, assumed, target));
  }
}
