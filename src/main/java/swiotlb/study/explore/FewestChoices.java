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
import swiotlb.explore.Fewest;
import swiotlb.explore.GivenDeviations;
import swiotlb.explore.Kind;
import swiotlb.explore.Lateness;
import swiotlb.explore.MessageOrder;
import swiotlb.explore.PassedOver;
import swiotlb.explore.Strategy;

/**
 * Makes the choices of a run in which something went wrong as few as it can: looks for one or two
 * that are enough, and if there are none, leaves out of the given ones what is not needed, once as
 * turns and once as what is held back.
 */
final class FewestChoices {
  /** Of these there are few enough to try them all on a small scenario. */
  private static final int MOST_FEW = 2;

  private static final int MOST_TRIED = 10_000;

  private final ExploredScenario explored;
  private final Finding wanted;
  private final Lateness lateness;
  private final BooleanSupplier isInterrupted;
  private long runs;

  /**
   * Nothing run yet.
   *
   * @param explored was run in order
   * @param wanted what is to go wrong
   * @param isInterrupted asked before each run; what is fewest by then is the answer
   */
  FewestChoices(
      ExploredScenario explored, Finding wanted, Lateness lateness, BooleanSupplier isInterrupted) {
    this.explored = explored;
    this.wanted = wanted;
    this.lateness = lateness;
    this.isInterrupted = isInterrupted;
  }

  /** Runs that were made. */
  long runs() {
    return runs;
  }

  /** The fewest that are found. */
  Deviations of(Deviations given) {
    var few = search(new FewStrategy(MOST_FEW, lateness), MOST_TRIED);
    var asTurns = fewest(few == null ? given : few);
    var asHeld = fewest(heldBack(asTurns));
    return asHeld.size() <= asTurns.size() && shows(asHeld) ? asHeld : asTurns;
  }

  /** What is needed of some choices, each as little as it can be. */
  private Deviations fewest(Deviations given) {
    var left =
        new ArrayList<>(
            Fewest.of(
                given.all(), some -> !isInterrupted.getAsBoolean() && shows(new Deviations(some))));
    for (var i = 0; i < left.size(); i++) {
      lower(left, i);
    }
    return new Deviations(left);
  }

  /**
   * The choices of the first run in which it goes wrong.
   *
   * @return null if it does in none
   */
  @Nullable Deviations search(Strategy strategy, long most) {
    var exploration = new Exploration<>(strategy, explored);
    for (var run = 0; run < most && !exploration.isDone() && !isInterrupted.getAsBoolean(); run++) {
      runs++;
      var next = exploration.next();
      if (wanted.isLike(Objects.requireNonNull(next.outcome()).finding())) {
        return next.made().deviations();
      }
    }
    return null;
  }

  private Deviations heldBack(Deviations given) {
    var passed = new PassedOver(new GivenDeviations(given));
    runs++;
    explored.run(passed, new MessageOrder());
    return passed.deviations();
  }

  /**
   * A message as little late as it can be, to a factor of two; another actor as near as it can;
   * what is held back for a while rather until nothing else can go, or for as short.
   */
  private void lower(List<Deviation> all, int index) {
    var before = all.get(index);
    if (before.kind() == Kind.HOLD) {
      all.set(index, new Deviation(before.place(), Kind.LAST, 1));
      if (shows(new Deviations(all))) {
        return;
      }
    }
    var value = before.value();
    while (value > 1 && !isInterrupted.getAsBoolean()) {
      value = before.kind() == Kind.LATE ? value / 2 : value - 1;
      all.set(index, new Deviation(before.place(), before.kind(), value));
      if (!shows(new Deviations(all))) {
        break;
      }
      before = all.get(index);
    }
    all.set(index, before);
  }

  /** Whether the like goes wrong in a run with these choices. */
  boolean shows(Deviations deviations) {
    runs++;
    return wanted.isLike(
        explored.run(new GivenDeviations(deviations), new MessageOrder()).finding());
  }
}
