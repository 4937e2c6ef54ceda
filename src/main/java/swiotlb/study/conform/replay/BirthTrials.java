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
 * off. It ends when it can no longer beat the best score that is known, or when, past the later
 * birth, it has come to the same state again and will go on alike; so most trials are short, and a
 * round costs about one pass however many there are. The scores are those of following the whole
 * recording for each change.
 */
final class BirthTrials {
  /** Steps from one look whether states are the same again to the next. */
  private static final int LOOK_EVERY = 32;

  private final ReplayScript script;
  private final ReplayFacts facts;
  private final SearchWatch watch;

  BirthTrials(ReplayScript script, ReplayFacts facts, SearchWatch watch) {
    this.script = script;
    this.facts = facts;
    this.watch = watch;
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
    return new Round(start(growths), score, changes).best();
  }

  /** The trials of all changes of the same growths. */
  private final class Round {
    private final Run unchanged;
    private final Queue<Numbered> waiting =
        new PriorityQueue<>(Comparator.comparingDouble((Numbered n) -> n.change.from()));
    private final List<Trial> running = new ArrayList<>();

    /** The best that is known so far: its score, and which change has it; none does at first. */
    private long bar;

    private @Nullable Numbered best;

    Round(Run unchanged, long score, List<GrowthSearch.Change> changes) {
      this.unchanged = unchanged;
      this.bar = score;
      for (var i = 0; i < changes.size(); i++) {
        waiting.add(new Numbered(i, changes.get(i)));
      }
    }

    @Nullable Better best() {
      var score = bar;
      for (var step = 0; step < script.length() && isOpen(); step++) {
        var position = script.step(step).position();
        while (!waiting.isEmpty() && waiting.element().change.from() <= position) {
          var next = waiting.remove();
          running.add(new Trial(next, unchanged.branch(next.change.growths())));
        }
        unchanged.driver.advance();
        running.forEach(trial -> trial.run.driver.advance());
        running.removeIf(trial -> !beats(trial.of, trial.run.driver.mostEqual()));
        if (step % LOOK_EVERY == 0) {
          watch.look();
          running.removeIf(trial -> isDecided(trial, position, score));
        }
      }
      running.forEach(trial -> note(trial.of, trial.run.driver.equal()));
      return best == null ? null : new Better(best.change, bar);
    }

    private boolean isOpen() {
      return !waiting.isEmpty() || !running.isEmpty();
    }

    /** Whether a score beats the best; of equal ones the first change counts. */
    private boolean beats(Numbered change, long score) {
      return score > bar || (score == bar && best != null && change.number < best.number);
    }

    private void note(Numbered change, long score) {
      if (beats(change, score)) {
        bar = score;
        best = change;
      }
    }

    /** Notes the score of a change once it goes on as without it. */
    private boolean isDecided(Trial trial, long position, long score) {
      if (trial.of.change.to() >= position || !trial.run.goesOnLike(unchanged)) {
        return false;
      }
      note(trial.of, score + trial.run.driver.equal() - unchanged.driver.equal());
      return true;
    }
  }
}
