package swiotlb.explore;

import java.util.ArrayList;
import java.util.Arrays;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/** Writes down what others choose. */
public final class MadeChoices extends ForwardedChoices {
  private long[] values = new long[128];
  private Kind[] kinds = new Kind[128];
  private int count;

  /** Nothing chosen yet. */
  public MadeChoices(Choices chosenBy) {
    super(chosenBy);
  }

  @Override
  public int turn(Runnables runnables) {
    var turn = super.turn(runnables);
    note(Kind.TURN, turn);
    return turn;
  }

  @Override
  public long lateness(long delayNs) {
    var lateness = super.lateness(delayNs);
    note(Kind.LATE, lateness);
    return lateness;
  }

  @Override
  public long lateness(long delayNs, Object message) {
    var lateness = super.lateness(delayNs, message);
    note(Kind.LATE, lateness);
    return lateness;
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    note(Kind.HAPPENS, happens ? 1 : 0);
    return happens;
  }

  private void note(Kind kind, long value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, count * 2);
      kinds = Arrays.copyOf(kinds, count * 2);
    }
    kinds[count] = kind;
    values[count++] = value;
  }

  /** How many choices there were so far. */
  public int count() {
    return count;
  }

  /**
   * Of what kind one was.
   *
   * @param place from 0, less than the count
   */
  public Kind kind(int place) {
    return kinds[place];
  }

  /** Those so far that were not the first ones. */
  public Deviations deviations() {
    var found = new ArrayList<Deviation>();
    for (var place = 0; place < count; place++) {
      if (values[place] > 0) {
        found.add(new Deviation(place, kind(place), values[place]));
      }
    }
    return new Deviations(found);
  }
}
