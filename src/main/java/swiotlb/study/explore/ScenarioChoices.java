package swiotlb.study.explore;

import java.util.function.BooleanSupplier;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.Allocator;
import swiotlb.explore.Orders;
import swiotlb.time.Choices;
import swiotlb.time.CutShortException;
import swiotlb.time.ForwardedChoices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/**
 * Lets others choose while devices work: boot, and the look at what a run has left behind, go in
 * order, since nothing depends on it. Faults happen only until so many messages were handled, and
 * none while a run comes to rest, so that everything must come to rest. Hears every message to
 * know.
 */
final class ScenarioChoices extends ForwardedChoices implements MessageSink {
  private final Orders orders;
  private final long faultsUntil;
  private final BooleanSupplier isOver;
  private long messages;
  private boolean isAtWork;
  private boolean mayFail;
  private boolean isCut;

  /**
   * For one run.
   *
   * @param faultsUntil messages after which no more faults happen
   * @param isOver asked at every turn; once it holds the run is cut short, and what ends then goes
   *     in order
   */
  ScenarioChoices(Choices chosenBy, Orders orders, long faultsUntil, BooleanSupplier isOver) {
    super(chosenBy);
    this.orders = orders;
    this.faultsUntil = faultsUntil;
    this.isOver = isOver;
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    messages++;
    if (sent.message() instanceof Device.StartRun) {
      isAtWork = true;
      mayFail = true;
    } else if (sent.message() instanceof Allocator.Drain) {
      mayFail = false;
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
    return orders == Orders.TIMED;
  }

  @Override
  public boolean handlesAtOnce() {
    return orders != Orders.APART;
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
    return isAtWork ? super.turn(runnables) : 0;
  }

  @Override
  public long lateness(long delayNs) {
    return asks() ? super.lateness(delayNs) : 0;
  }

  @Override
  public long lateness(long delayNs, Object message) {
    return asks() ? super.lateness(delayNs, message) : 0;
  }

  @Override
  public boolean happens(String what, double probability) {
    return asks() && mayFail && messages <= faultsUntil && super.happens(what, probability);
  }

  private boolean asks() {
    return isAtWork && !isCut;
  }
}
