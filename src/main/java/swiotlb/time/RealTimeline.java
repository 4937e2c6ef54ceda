package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Real time: delays scaled by a factor, with 0 for none at all. The timer behind it ticks in
 * milliseconds. Thread-safe.
 */
final class RealTimeline implements Timeline {
  private final LongSupplier clockNs;
  private final double scale;
  private volatile @Nullable ActorSystem<?> system;

  RealTimeline(LongSupplier clockNs, double scale) {
    this.clockNs = clockNs;
    this.scale = scale;
  }

  void use(ActorSystem<?> started) {
    system = started;
  }

  @Override
  public long nowNs() {
    return clockNs.getAsLong();
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    deliver(Math.round((timeNs - nowNs()) * scale), to, message);
  }

  @Override
  public <M> void deliverAfterAll(long delayNs, ActorRef<M> to, M message) {
    deliver(delayNs, to, message);
  }

  private <M> void deliver(long delayNs, ActorRef<M> to, M message) {
    var timers = system;
    if (delayNs <= 0 || timers == null) {
      to.tell(message);
    } else {
      timers
          .scheduler()
          .scheduleOnce(
              Duration.ofNanos(delayNs), () -> to.tell(message), timers.executionContext());
    }
  }
}
