package swiotlb.explore;

import java.util.ArrayList;
import java.util.List;
import swiotlb.time.Choices;
import swiotlb.time.ForwardedChoices;

/** Says in words which choices of others were not the first ones. */
public final class ToldChoices extends ForwardedChoices {
  private final List<String> told = new ArrayList<>();
  private int place;

  /** Nothing chosen yet. */
  public ToldChoices(Choices chosenBy) {
    super(chosenBy);
  }

  @Override
  public int turn(Runnables runnables) {
    var turn = super.turn(runnables);
    if (turn > 0) {
      told.add(
          "choice %d: of %d actors, %s goes before %s"
              .formatted(place, runnables.size(), runnables.path(turn), runnables.path(0)));
    }
    place++;
    return turn;
  }

  @Override
  public long lateness(long delayNs) {
    return late(delayNs, super.lateness(delayNs), "a message");
  }

  @Override
  public long lateness(long delayNs, Object message) {
    var lateness = super.lateness(delayNs, message);
    return late(delayNs, lateness, lateness > 0 ? message.getClass().getSimpleName() : "");
  }

  private long late(long delayNs, long lateness, String what) {
    if (lateness > 0) {
      told.add(
          "choice %d: %s comes after %,d ns, %,d ns late"
              .formatted(place, what, delayNs + lateness, lateness));
    }
    place++;
    return lateness;
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    if (happens) {
      told.add("choice %d: %s".formatted(place, what));
    }
    place++;
    return happens;
  }

  /** A sentence for each so far, in order. */
  public List<String> told() {
    return List.copyOf(told);
  }
}
