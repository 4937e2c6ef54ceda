package swiotlb.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;

/**
 * Goes on from runs that were new: it keeps what was held back in every run with a new timeline,
 * takes one from which it went on seldom, and changes it: holds back something else from a place
 * on, leaves something out, or goes on as another one does. Three of four runs begin afresh, and
 * hold back at random, since what hides is more often near to the run in order than to others.
 */
public final class FeedbackStrategy implements Strategy {
  private static final int MOST_KEPT = 4096;
  private static final int GOES_ON_ONE_OF = 4;
  private static final int RATES = 5;
  private static final int TRIED_PARENTS = 4;

  private static final class Kept {
    private final Deviations deviations;
    private final int choices;
    private int children;

    private Kept(Deviations deviations, int choices) {
      this.deviations = deviations;
      this.choices = choices;
    }
  }

  private final SplittableRandom random;
  private final Lateness lateness;
  private final List<Kept> kept = new ArrayList<>();
  private @Nullable HeldAtRandom present;

  /** The same runs for the same seed and outcomes. */
  public FeedbackStrategy(long seed, Lateness lateness) {
    this.random = new SplittableRandom(seed);
    this.lateness = lateness;
  }

  @Override
  public Choices next() {
    var next =
        kept.isEmpty() || random.nextInt(GOES_ON_ONE_OF) > 0
            ? heldAtRandom(Deviations.NONE, 0)
            : child(parent());
    present = next;
    return next;
  }

  private HeldAtRandom heldAtRandom(Deviations before, int from) {
    var rate = 1.0 / (2 << random.nextInt(RATES));
    return new HeldAtRandom(new GivenDeviations(before), from, random.split(), rate, lateness);
  }

  /** One of a few, from which it went on least. */
  private Kept parent() {
    var seldom = kept.get(random.nextInt(kept.size()));
    for (var i = 1; i < TRIED_PARENTS; i++) {
      var other = kept.get(random.nextInt(kept.size()));
      if (other.children < seldom.children) {
        seldom = other;
      }
    }
    seldom.children++;
    return seldom;
  }

  private HeldAtRandom child(Kept parent) {
    var place = random.nextInt(parent.choices + 1);
    return switch (random.nextInt(4)) {
      case 0 -> exactly(spliced(parent.deviations, place, parent().deviations));
      case 1 -> exactly(withoutOne(parent.deviations));
      default -> heldAtRandom(before(parent.deviations, place), place);
    };
  }

  private HeldAtRandom exactly(Deviations given) {
    return heldAtRandom(given, Integer.MAX_VALUE);
  }

  private static Deviations before(Deviations all, int place) {
    return new Deviations(all.all().stream().filter(d -> d.place() < place).toList());
  }

  private static Deviations spliced(Deviations first, int place, Deviations then) {
    var both = new ArrayList<>(before(first, place).all());
    then.all().stream().filter(d -> d.place() >= place).forEach(both::add);
    return new Deviations(both);
  }

  private Deviations withoutOne(Deviations all) {
    var less = new ArrayList<Deviation>(all.all());
    if (!less.isEmpty()) {
      less.remove(random.nextInt(less.size()));
    }
    return new Deviations(less);
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    if (!isNew || present == null) {
      return;
    }
    if (kept.size() == MOST_KEPT) {
      kept.remove(random.nextInt(MOST_KEPT));
    }
    kept.add(new Kept(present.made(), made.count()));
  }
}
