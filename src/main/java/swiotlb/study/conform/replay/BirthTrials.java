package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import swiotlb.workload.ftrace.GrowthRecord;

/**
 * Tries changed births of pools in one pass over a recording.
 *
 * <p>Nothing differs before the earlier one of a pool's old and new birth: there the trial branches
 * off. It ends when it can no longer reach a better score, or when, past the later birth, it has
 * come to the same state again and will go on alike; so most trials are short, and a round costs
 * about one pass however many there are. The scores are those of following the whole recording for
 * each change.
 */
final class BirthTrials {
  /** Steps from one look whether states are the same again to the next. */
  private static final int LOOK_EVERY = 32;

  private final ReplayScript script;
  private final ReplayFacts facts;

  BirthTrials(ReplayScript script, ReplayFacts facts) {
    this.script = script;
    this.facts = facts;
  }

  /** A change with the mappings that are then decided as recorded. */
  record Better(GrowthSearch.Change change, long score) {}

  /** A driver with the allocator that it leads. */
  private record Run(ReplayDriver driver, DirectTarget target) {
    Run branch(List<GrowthRecord> growths) {
      var copy = target.copy();
      return new Run(driver.branch(growths, copy), copy);
    }

    boolean goesOnLike(Run that) {
      return driver.goesOnLike(that.driver) && target.placesLike(that.target);
    }
  }

  /** A change; {@code number} among those of its round. */
  private record Numbered(int number, GrowthSearch.Change change) {}

  /** A change that is under trial. */
  private record Trial(Numbered of, Run run) {}

  /** How many mappings are decided as recorded. */
  long score(List<GrowthRecord> growths) {
    return start(growths).driver.run().equal();
  }

  private Run start(List<GrowthRecord> growths) {
    var target = new DirectTarget(facts);
    return new Run(new ReplayDriver(script, growths, facts, target), target);
  }

  /**
   * The best change, the first of several.
   *
   * @param growths that the changes change
   * @param score of these
   * @return null if none is better than these
   */
  @Nullable Better better(
      List<GrowthRecord> growths, long score, List<GrowthSearch.Change> changes) {
    var unchanged = start(growths);
    var waiting = waiting(changes);
    var running = new ArrayList<Trial>();
    var gains = new long[changes.size()];
    for (var step = 0;
        step < script.length() && !(waiting.isEmpty() && running.isEmpty());
        step++) {
      var position = script.step(step).position();
      while (!waiting.isEmpty() && waiting.element().change.from() <= position) {
        var next = waiting.remove();
        running.add(new Trial(next, unchanged.branch(next.change.growths())));
      }
      unchanged.driver.advance();
      running.forEach(trial -> trial.run.driver.advance());
      running.removeIf(trial -> trial.run.driver.mostEqual() <= score);
      if (step % LOOK_EVERY == 0) {
        running.removeIf(trial -> isDecided(trial, position, unchanged, gains));
      }
    }
    running.forEach(trial -> gains[trial.of.number] = trial.run.driver.equal() - score);
    return best(changes, gains, score);
  }

  /** Notes what a change has gained once it goes on as without it. */
  private static boolean isDecided(Trial trial, long position, Run unchanged, long[] gains) {
    if (trial.of.change.to() >= position || !trial.run.goesOnLike(unchanged)) {
      return false;
    }
    gains[trial.of.number] = trial.run.driver.equal() - unchanged.driver.equal();
    return true;
  }

  /** The changes in the order in which they branch off. */
  private static Queue<Numbered> waiting(List<GrowthSearch.Change> changes) {
    var waiting = new PriorityQueue<>(Comparator.comparingDouble((Numbered n) -> n.change.from()));
    for (var i = 0; i < changes.size(); i++) {
      waiting.add(new Numbered(i, changes.get(i)));
    }
    return waiting;
  }

  private static @Nullable Better best(
      List<GrowthSearch.Change> changes, long[] gains, long score) {
    var best = -1;
    for (var i = 0; i < gains.length; i++) {
      if (gains[i] > (best < 0 ? 0 : gains[best])) {
        best = i;
      }
    }
    return best < 0 ? null : new Better(changes.get(best), score + gains[best]);
  }
}
