package swiotlb.study.explore;

import java.util.function.BooleanSupplier;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.Allocator;
import swiotlb.time.Choices;
import swiotlb.time.CutShortException;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Lets others choose while devices work: boot, and the look at what a run has left behind, go in
 * order, since nothing depends on it. Hears every message to know.
 */
final class ScenarioChoices implements Choices, MessageSink {
  private final Choices chosenBy;
  private final boolean keepsTime;
  private final BooleanSupplier isOver;
  private boolean isAtWork;
  private boolean isCut;

  /**
   * For one run.
   *
   * @param isOver asked at every turn; once it holds the run is cut short, and what ends then goes
   *     in order
   */
  ScenarioChoices(Choices chosenBy, boolean keepsTime, BooleanSupplier isOver) {
    this.chosenBy = chosenBy;
    this.keepsTime = keepsTime;
    this.isOver = isOver;
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    if (sent.message() instanceof Device.StartRun) {
      isAtWork = true;
    } else if (sent.message() instanceof Allocator.ReadState) {
      isAtWork = false;
    }
  }

  @Override
  public void undelivered(Sent sent) {
    // Nobody handles it.
  }

  @Override
  public boolean keepsTime() {
    return keepsTime;
  }

  @Override
  public int turn(Runnables runnables) {
    if (isCut) {
      return 0;
    }
    if (isOver.getAsBoolean()) {
      isCut = true;
      throw new CutShortException("it has no end");
    }
    return isAtWork ? chosenBy.turn(runnables) : 0;
  }

  @Override
  public long lateness(long delayNs) {
    return asks() ? chosenBy.lateness(delayNs) : 0;
  }

  @Override
  public long lateness(long delayNs, Object message) {
    return asks() ? chosenBy.lateness(delayNs, message) : 0;
  }

  @Override
  public boolean happens(String what, double probability) {
    return asks() && chosenBy.happens(what, probability);
  }

  private boolean asks() {
    return isAtWork && !isCut;
  }
}
