package swiotlb.actor.pool;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * Slots that requests which may wait have reserved, in the place of the throttle's semaphore: who
 * comes when too many are reserved waits, in the order of arrival, and nobody who came later and
 * may wait goes before. What was reserved comes back with the unmap of the request's first mapping,
 * which is the last one, or with its failure.
 *
 * <p>What a driver forgets to unmap stays reserved for ever; requests then go on in what is left,
 * at least one at a time.
 */
public final class Reservations extends AbstractBehavior<Throttle.Command> {
  private static final long NONE_FORGOTTEN = -1;

  private final SlotCounters counters;
  private final ExhaustionPolicy.Reserve policy;
  private final HeldRequests held;

  /** By mapping of those that will come back: slots. */
  private final Map<Long, Long> active = new HashMap<>();

  private long reserved;
  private long high;

  private Reservations(
      ActorContext<Throttle.Command> context,
      Timeline timeline,
      SlotCounters counters,
      ExhaustionPolicy.Reserve policy) {
    super(context);
    this.counters = counters;
    this.policy = policy;
    this.held = new HeldRequests(timeline);
  }

  /**
   * Nothing is reserved.
   *
   * @param counters of the allocator whose slots they are
   */
  public static Behavior<Throttle.Command> create(
      Timeline timeline, SlotCounters counters, ExhaustionPolicy.Reserve policy) {
    return Behaviors.setup(context -> new Reservations(context, timeline, counters, policy));
  }

  @Override
  public Receive<Throttle.Command> createReceive() {
    return ByType.<Throttle.Command>builder()
        .onMessage(Throttle.Enter.class, this::onEnter)
        .onMessage(Throttle.Leave.class, this::onLeave)
        .onMessage(Throttle.Forgotten.class, this::onForgotten)
        .onMessage(Throttle.ReadState.class, this::onReadState)
        .build();
  }

  private Behavior<Throttle.Command> onEnter(Throttle.Enter request) {
    if (held.first() == null && hasRoomFor(request)) {
      admit(request);
    } else {
      high++;
      held.hold(request);
    }
    return this;
  }

  private boolean hasRoomFor(Throttle.Enter request) {
    return active.isEmpty()
        || policy.hasRoomFor(reserved + request.slots(), counters.lastingSlots());
  }

  private void admit(Throttle.Enter request) {
    active.put(request.mapping(), request.slots());
    reserved += request.slots();
    request.client().tell(new MapClient.Admitted(request.mapping(), true));
  }

  private Behavior<Throttle.Command> onLeave(Throttle.Leave leave) {
    reserved -= ended(leave.mapping());
    admitNext();
    return this;
  }

  private Behavior<Throttle.Command> onForgotten(Throttle.Forgotten forgotten) {
    ended(forgotten.mapping());
    admitNext();
    return this;
  }

  private long ended(long mapping) {
    var slots = active.remove(mapping);
    if (slots == null) {
      throw new IllegalStateException(
          "mapping " + mapping + " gives back what it has not reserved");
    }
    return slots;
  }

  private void admitNext() {
    for (Throttle.@Nullable Enter first = held.first();
        first != null && hasRoomFor(first);
        first = held.first()) {
      held.next();
      admit(first);
    }
  }

  private Behavior<Throttle.Command> onReadState(Throttle.ReadState read) {
    read.replyTo().tell(held.state(high, 0, 0, NONE_FORGOTTEN));
    return this;
  }
}
