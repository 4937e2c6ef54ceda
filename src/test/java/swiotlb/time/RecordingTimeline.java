package swiotlb.time;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;

/**
 * A timeline for tests of single behaviours: time stands where it was put, deliveries are kept, and
 * what need not happen does when a test says so.
 */
public final class RecordingTimeline implements Timeline {
  /** A message that was to be delivered. */
  public record Delivery(long timeNs, ActorRef<?> to, Object message) {}

  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private boolean happens;
  private long nowNs;

  @Override
  public long nowNs() {
    return nowNs;
  }

  /** Puts the clock. */
  public void setNowNs(long timeNs) {
    nowNs = timeNs;
  }

  /** From now on everything happens that need not, or nothing. */
  public void everythingHappens(boolean toHappen) {
    happens = toHappen;
  }

  /** What was asked for that need not happen. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  @Override
  public boolean happens(String what, double probability) {
    asked.add(what);
    return happens;
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    deliveries.add(new Delivery(timeNs, to, message));
  }

  /** What was to be delivered since the last call. */
  public List<Delivery> take() {
    var taken = List.copyOf(deliveries);
    deliveries.clear();
    return taken;
  }

  /** The only message that was to be delivered since the last call. */
  public <M> M takeOnly(Class<M> type) {
    var taken = take();
    if (taken.size() != 1) {
      throw new AssertionError("expected one delivery, got " + taken);
    }
    return type.cast(taken.get(0).message());
  }
}
