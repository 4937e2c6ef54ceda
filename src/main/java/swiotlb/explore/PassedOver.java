package swiotlb.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/**
 * Writes down what others choose as what is held back: whatever was passed over, since something
 * behind it was taken, is held back from that choice to the one at which it is taken. Made again,
 * at each choice the first that is not held is taken, which is the same.
 */
public final class PassedOver extends ForwardedChoices {
  private static final class Open {
    private final int place;
    private final int turn;
    private int choices;

    private Open(int place, int turn) {
      this.place = place;
      this.turn = turn;
    }

    private Deviation deviation() {
      return choices == 0
          ? new Deviation(place, Kind.LAST, 1)
          : new Deviation(place, Kind.HOLD, choices);
    }
  }

  private final List<Open> all = new ArrayList<>();
  private final Map<Object, Open> open = new HashMap<>();
  private final List<Deviation> others = new ArrayList<>();
  private int place;
  private int turns;

  /** Nothing chosen yet. */
  public PassedOver(Choices chosenBy) {
    super(chosenBy);
  }

  @Override
  public int turn(Runnables runnables) {
    var taken = super.turn(runnables);
    for (var i = 0; i < taken; i++) {
      open.computeIfAbsent(HeldBack.key(runnables, i), key -> begun());
    }
    var ended = open.isEmpty() ? null : open.remove(HeldBack.key(runnables, taken));
    if (ended != null) {
      ended.choices = turns - ended.turn;
    }
    place++;
    turns++;
    return taken;
  }

  private Open begun() {
    var begun = new Open(place, turns);
    all.add(begun);
    return begun;
  }

  @Override
  public long lateness(long delayNs) {
    return late(super.lateness(delayNs));
  }

  @Override
  public long lateness(long delayNs, Object message) {
    return late(super.lateness(delayNs, message));
  }

  private long late(long lateness) {
    if (lateness > 0) {
      others.add(new Deviation(place, Kind.LATE, lateness));
    }
    place++;
    return lateness;
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    if (happens) {
      others.add(new Deviation(place, Kind.HAPPENS, 1));
    }
    place++;
    return happens;
  }

  /** Those so far; what was never taken is held back until nothing else can go. */
  public Deviations deviations() {
    var found = new ArrayList<>(others);
    all.forEach(one -> found.add(one.deviation()));
    return Deviations.inOrder(found);
  }
}
