package swiotlb.explore;

import swiotlb.time.Choices;

/** The choices of others, for messages that come in any order, whatever their times. */
public record AnyOrder(Choices chosenBy) implements Choices {
  @Override
  public boolean keepsTime() {
    return false;
  }

  @Override
  public int turn(Runnables runnables) {
    return chosenBy.turn(runnables);
  }

  @Override
  public long lateness(long delayNs) {
    return chosenBy.lateness(delayNs);
  }

  @Override
  public long lateness(long delayNs, Object message) {
    return chosenBy.lateness(delayNs, message);
  }

  @Override
  public boolean happens(String what, double probability) {
    return chosenBy.happens(what, probability);
  }
}
