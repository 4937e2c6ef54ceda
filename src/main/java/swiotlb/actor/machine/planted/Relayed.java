package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import swiotlb.time.Timeline;

/**
 * A timeline on which something else may become of messages that are sent by it.
 *
 * @param keeps whether it takes a message, which then is not sent
 */
record Relayed(Timeline of, Keeping keeps) implements Timeline {
  /** Looks at what is sent. */
  @FunctionalInterface
  interface Keeping {
    /** Whether a message is not to be sent. */
    boolean keeps(ActorRef<?> to, Object message);
  }

  @Override
  public long nowNs() {
    return of.nowNs();
  }

  @Override
  public void saw(long value) {
    of.saw(value);
  }

  @Override
  public void changed() {
    of.changed();
  }

  @Override
  public boolean happens(String what, double probability) {
    return of.happens(what, probability);
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    if (!keeps.keeps(to, message)) {
      of.deliverAt(timeNs, to, message);
    }
  }

  @Override
  public <M> void deliverBy(long timeNs, ActorRef<M> to, M message) {
    if (!keeps.keeps(to, message)) {
      of.deliverBy(timeNs, to, message);
    }
  }

  @Override
  public <M> void deliverAfterAll(long delayNs, ActorRef<M> to, M message) {
    if (!keeps.keeps(to, message)) {
      of.deliverAfterAll(delayNs, to, message);
    }
  }

  @Override
  public <M> void deliverAfter(long delayNs, ActorRef<M> to, M message) {
    if (!keeps.keeps(to, message)) {
      of.deliverAfter(delayNs, to, message);
    }
  }
}
