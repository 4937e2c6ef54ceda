package swiotlb.study.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.explore.Exploration;
import swiotlb.explore.FewStrategy;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.Lateness;
import swiotlb.explore.Strategy;
import swiotlb.study.run.ScenarioRun;

/**
 * The schedule nearest to one that fails in which nothing goes wrong (Zeller, Isolating
 * cause-effect chains from computer programs, FSE 2002, compares a failing run with the passing run
 * closest to it): its choices but one, the last of them first; else but more; else the first that
 * deviates from order once or twice.
 */
public final class NearestPassing {
  /** How it differs from the one that fails. */
  public enum Way {
    /** It makes none of its choices: everything goes in order. */
    IN_ORDER,
    /** It makes only some of its choices. */
    FEWER_CHOICES,
    /** It makes choices of its own, since in order something goes wrong, too. */
    OTHER_CHOICES,
    /** None was found. */
    NONE
  }

  /**
   * What was found.
   *
   * @param choices of that schedule; null if none was found
   * @param runs schedules that were tried
   * @param isInterrupted whether more would have been tried
   */
  public record Found(Way way, @Nullable ChoicesFile choices, long runs, boolean isInterrupted) {}

  private static final long MOST_RUNS = 2_000;
  private static final int MOST_OTHER = 2;

  private final ExploredScenario explored;
  private final Lateness lateness;
  private final BooleanSupplier isInterrupted;
  private long runs;

  private NearestPassing(
      ExploredScenario explored, Lateness lateness, BooleanSupplier isInterrupted) {
    this.explored = explored;
    this.lateness = lateness;
    this.isInterrupted = isInterrupted;
  }

  /**
   * Looks for it.
   *
   * @param small what goes wrong
   * @param isInterrupted asked before each run
   */
  public static Found of(ExplorePlan plan, Smallest.Small small, BooleanSupplier isInterrupted) {
    try (var runner = new ScenarioRun.Runner()) {
      var explored = ExploredScenario.known(runner, small.scenario(), plan.orders());
      var search = new NearestPassing(explored, plan.lateness(), isInterrupted);
      return search.found(small.choices());
    }
  }

  private Found found(ChoicesFile failing) {
    var fewer = fewer(failing.deviations().all());
    var passing = fewer == null ? other() : fewer;
    if (passing == null) {
      return new Found(Way.NONE, null, runs, isInterrupted.getAsBoolean());
    }
    var way =
        passing.size() == 0 ? Way.IN_ORDER : fewer == null ? Way.OTHER_CHOICES : Way.FEWER_CHOICES;
    return new Found(way, explored.told(failing.overrides(), passing), runs, false);
  }

  private @Nullable Deviations fewer(List<Deviation> failing) {
    var left = new ArrayList<>(failing);
    while (!left.isEmpty()) {
      for (var i = left.size() - 1; i >= 0; i--) {
        var fewer = new ArrayList<>(left);
        fewer.remove(i);
        if (!mayTry()) {
          return null;
        }
        if (passes(new Deviations(fewer))) {
          return new Deviations(fewer);
        }
      }
      left.remove(left.size() - 1);
    }
    return null;
  }

  private boolean passes(Deviations deviations) {
    runs++;
    return explored.run(new GivenDeviations(deviations), Strategy.NOTHING).finding() == null;
  }

  private @Nullable Deviations other() {
    var exploration = new Exploration<>(new FewStrategy(MOST_OTHER, lateness), explored);
    while (!exploration.isDone() && mayTry()) {
      runs++;
      var run = exploration.next();
      if (Objects.requireNonNull(run.outcome()).finding() == null) {
        return run.made().deviations();
      }
    }
    return null;
  }

  private boolean mayTry() {
    return runs < MOST_RUNS && !isInterrupted.getAsBoolean();
  }
}
