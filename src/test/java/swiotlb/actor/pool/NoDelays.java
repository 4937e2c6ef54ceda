package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.time.Timeline;

/** A timeline on which everything is delivered at once; safe on many threads. */
final class NoDelays implements Timeline {
  @Override
  public long nowNs() {
    return 0;
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    to.tell(message);
  }
}
