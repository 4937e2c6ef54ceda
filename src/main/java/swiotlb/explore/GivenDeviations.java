package swiotlb.explore;

import java.util.ArrayList;
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
  private final HeldBack held = new HeldBack();
  private int next;
  private int place;
  private int misfits;

  /** From the beginning of a run on. */
  public GivenDeviations(Deviations given) {
    this.given = new ArrayList<>(given.all());
  }

  /** One more, after all that were given, at the next choice or a later one. */
  void add(Deviation last) {
    given.add(last);
  }

  /** All that were given. */
  Deviations all() {
    return new Deviations(given);
  }

  @Override
  public int turn(Runnables runnables) {
    var index = 0;
    for (; isNext(); next++) {
      var deviation = given.get(next);
      if (deviation.kind().holds()) {
        hold(runnables, deviation);
      } else if (deviation.kind() == Kind.TURN) {
        index = index(deviation.value(), runnables);
      } else {
        misfits++;
      }
    }
    place++;
    var taken = index > 0 ? index : held.next(runnables);
    held.taken(runnables, taken);
    return taken;
  }

  private void hold(Runnables runnables, Deviation deviation) {
    var choices =
        deviation.kind() == Kind.LAST
            ? HeldBack.UNTIL_NOTHING_ELSE
            : (int) Math.min(deviation.value(), HeldBack.UNTIL_NOTHING_ELSE);
    if (!held.holdFirst(runnables, choices)) {
      misfits++;
    }
  }

  private int index(long value, Runnables runnables) {
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
    var value = 0L;
    for (; isNext(); next++) {
      if (given.get(next).kind() == kind) {
        value = given.get(next).value();
      } else {
        misfits++;
      }
    }
    place++;
    return value;
  }

  private boolean isNext() {
    return next < given.size() && given.get(next).place() == place;
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
