package swiotlb.explore;

import java.util.List;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;

/**
 * Makes given choices once more, and all others in order. Where one does not fit any more, since
 * what went before it is not the same, it is left out, or the nearest index is taken; {@link
 * #misfits} tells.
 */
public final class GivenDeviations implements Choices {
  private final List<Deviation> given;
  private int next;
  private int place;
  private int misfits;

  /** From the beginning of a run on. */
  public GivenDeviations(Deviations given) {
    this.given = given.all();
  }

  @Override
  public int turn(Runnables runnables) {
    var value = value(Kind.TURN);
    if (value < runnables.size()) {
      return (int) value;
    }
    misfits++;
    return runnables.size() - 1;
  }

  @Override
  public long lateness(long delayNs) {
    return value(Kind.LATE);
  }

  @Override
  public boolean happens(String what, double probability) {
    return value(Kind.HAPPENS) > 0;
  }

  private long value(Kind kind) {
    if (next == given.size() || given.get(next).place() != place++) {
      return 0;
    }
    var deviation = given.get(next++);
    if (deviation.kind() == kind) {
      return deviation.value();
    }
    misfits++;
    return 0;
  }

  /** How many did not fit so far; those that the run has not come to are not counted. */
  public int misfits() {
    return misfits;
  }

  /** How many were not come to. */
  public int left() {
    return given.size() - next;
  }
}
