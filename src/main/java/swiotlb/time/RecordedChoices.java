package swiotlb.time;

import java.util.Arrays;

/** Writes down what others choose, so that it can be {@link GivenChoices given} again. */
public final class RecordedChoices extends ForwardedChoices {
  private long[] made = new long[64];
  private int count;

  /** Nothing chosen yet. */
  public RecordedChoices(Choices chosenBy) {
    super(chosenBy);
  }

  @Override
  public int turn(Runnables runnables) {
    var turn = super.turn(runnables);
    note(turn);
    return turn;
  }

  @Override
  public long lateness(long delayNs) {
    var lateness = super.lateness(delayNs);
    note(lateness);
    return lateness;
  }

  @Override
  public long lateness(long delayNs, Object message) {
    var lateness = super.lateness(delayNs, message);
    note(lateness);
    return lateness;
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = super.happens(what, probability);
    note(happens ? 1 : 0);
    return happens;
  }

  private void note(long choice) {
    if (count == made.length) {
      made = Arrays.copyOf(made, count * 2);
    }
    made[count++] = choice;
  }

  /** How many choices were made so far. */
  public int count() {
    return count;
  }

  /**
   * All choices so far, in their order: indices of turns, nanoseconds of lateness, and 1 for what
   * happened, alike.
   */
  public long[] made() {
    return Arrays.copyOf(made, count);
  }
}
