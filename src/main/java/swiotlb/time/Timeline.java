package swiotlb.time;

import akka.actor.typed.ActorRef;

/**
 * The time of a simulation, and messages that are delivered at a given time: what behaviours use
 * instead of clocks and, where a delay is never cancelled, instead of timers.
 */
public interface Timeline {

  /** Nanoseconds since the simulation began. */
  long nowNs();

  /**
   * Says that a behaviour has just read what others share with it beside messages, so that what it
   * does may depend on their order.
   *
   * @param value which differs where what it read does
   */
  default void saw(long value) {
    // Nobody tells orders apart.
  }

  /**
   * The present actor changes what others read beside messages, and then say that they {@link #saw}
   * it.
   */
  default void changed() {
    // Nobody tells orders apart.
  }

  /**
   * Whether something happens that need not, as {@link Choices#happens} says.
   *
   * @param what its name
   * @param probability from 0 to 1; 0: it never does, and nobody is asked
   */
  default boolean happens(String what, double probability) {
    return false;
  }

  /**
   * Delivers a message at a time; in the past means now. Messages for one time are delivered in the
   * order of the calls.
   */
  <M> void deliverAt(long timeNs, ActorRef<M> to, M message);

  /**
   * Delivers a message at a time; if that has come, at once, before all that is to be delivered
   * now.
   */
  default <M> void deliverBy(long timeNs, ActorRef<M> to, M message) {
    if (timeNs > nowNs()) {
      deliverAt(timeNs, to, message);
    } else {
      to.tell(message);
    }
  }

  /**
   * Delivers a message after a delay that is no cost of anything, and passes in real time too where
   * costs are free.
   */
  default <M> void deliverAfterAll(long delayNs, ActorRef<M> to, M message) {
    deliverAfter(delayNs, to, message);
  }

  /**
   * Delivers a message after a delay.
   *
   * @throws ArithmeticException if that is later than the clock can tell, 292 years
   */
  default <M> void deliverAfter(long delayNs, ActorRef<M> to, M message) {
    deliverAt(Math.addExact(nowNs(), delayNs), to, message);
  }
}
