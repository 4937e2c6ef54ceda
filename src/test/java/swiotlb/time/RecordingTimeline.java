package swiotlb.time;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;

/** A timeline for tests of single behaviours: time stands where it was put, deliveries are kept. */
public final class RecordingTimeline implements Timeline {
  /** A message that was to be delivered. */
  public record Delivery(long timeNs, ActorRef<?> to, Object message) {}

  private final List<Delivery> deliveries = new ArrayList<>();
  private long nowNs;

  @Override
  public long nowNs() {
    return nowNs;
  }

  /** Puts the clock. */
  public void setNowNs(long timeNs) {
    nowNs = timeNs;
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
