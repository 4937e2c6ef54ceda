package swiotlb.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;

/**
 * Goes on from runs that were new: it keeps the choices of every run with a new timeline, takes one
 * of the latest or of any, changes a few of its choices, and lets everything after them go in
 * order. So it stays near to the run in order at first and wanders off only by what shows something
 * new.
 */
public final class FeedbackStrategy implements Strategy {
  private static final int MOST_KEPT = 4096;
  private static final int LARGEST_INDEX = 4;

  private record Kept(Deviations deviations, MadeChoices made) {}

  private final SplittableRandom random;
  private final Lateness lateness;
  private final List<Kept> kept = new ArrayList<>();

  /** The same runs for the same seed and outcomes. */
  public FeedbackStrategy(long seed, Lateness lateness) {
    this.random = new SplittableRandom(seed);
    this.lateness = lateness;
  }

  @Override
  public Choices next() {
    if (kept.isEmpty()) {
      return Choices.inOrder();
    }
    var parent = chosen();
    var changed = new ArrayList<>(parent.deviations.all());
    for (var changes = 1 + Integer.numberOfTrailingZeros(random.nextInt() | 16);
        changes > 0;
        changes--) {
      change(changed, parent.made);
    }
    return new GivenDeviations(Deviations.inOrder(changed));
  }

  private Kept chosen() {
    var recent = Math.min(kept.size(), 32);
    return random.nextBoolean()
        ? kept.get(kept.size() - 1 - random.nextInt(recent))
        : kept.get(random.nextInt(kept.size()));
  }

  private void change(List<Deviation> deviations, MadeChoices made) {
    if (made.count() == 0 || (!deviations.isEmpty() && random.nextInt(4) == 0)) {
      if (!deviations.isEmpty()) {
        deviations.remove(random.nextInt(deviations.size()));
      }
      return;
    }
    var place = random.nextInt(made.count());
    var kind = made.kind(place);
    var value =
        switch (kind) {
          case TURN, HOLD, LAST -> 1L + random.nextInt(LARGEST_INDEX);
          case LATE -> lateness.draw(random);
          case HAPPENS -> 1L;
        };
    deviations.add(new Deviation(place, kind, value));
  }

  @Override
  public void ran(MadeChoices made, boolean isNew) {
    if (!isNew && !kept.isEmpty()) {
      return;
    }
    if (kept.size() == MOST_KEPT) {
      kept.remove(random.nextInt(MOST_KEPT));
    }
    kept.add(new Kept(made.deviations(), made));
  }
}
