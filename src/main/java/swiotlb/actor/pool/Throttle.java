package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * The one semaphore of the throttle that was proposed in August 2024 (release notes, "Throttling"):
 * of the requests that may wait and come when nearly all slots are in use, one after the other goes
 * on. Who has it gives it back with the unmap of that very mapping; those who wait are served in
 * the order in which they came.
 *
 * <p>A mapping that has it and is never unmapped keeps it for ever. The kernel would hang whoever
 * waits then, and comes to wait later; here they are refused, so that the run ends and can say so.
 */
public final class Throttle extends AbstractBehavior<Throttle.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /**
   * A request that may wait has found many slots in use.
   *
   * @param isHigh whether they are more than the high level; else more than the low one
   * @param slots of all buffers of the request
   */
  public record Enter(long mapping, boolean isHigh, long slots, ActorRef<MapClient.Reply> client)
      implements Command {
    /** One of which it does not matter how many slots it wants. */
    public Enter(long mapping, boolean isHigh, ActorRef<MapClient.Reply> client) {
      this(mapping, isHigh, 0, client);
    }
  }

  /** The mapping that has the semaphore has failed or is unmapped. */
  public record Leave(long mapping) implements Command {}

  /** The mapping that has the semaphore will never be unmapped. */
  public record Forgotten(long mapping) implements Command {}

  /** What became of requests is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  /**
   * What became of requests since boot.
   *
   * @param high requests that came above the high level
   * @param low requests that came between the levels while the semaphore was taken
   * @param waited how many of both had to wait
   * @param waitNs how long in all
   * @param longestWaitNs the longest of those waits
   * @param mostWaiting most that waited at a time
   * @param starved requests that would have waited for ever
   * @param forgotten the mapping that keeps the semaphore for ever, or -1
   */
  public record State(
      long high,
      long low,
      long waited,
      long waitNs,
      long longestWaitNs,
      long mostWaiting,
      long starved,
      long forgotten) {}

  private static final long NOBODY = -1;

  private final SlotCounters counters;
  private final HeldRequests held;
  private long holder = NOBODY;
  private boolean isForgotten;
  private long high;
  private long low;
  private long starved;

  private Throttle(ActorContext<Command> context, Timeline timeline, SlotCounters counters) {
    super(context);
    this.counters = counters;
    this.held = new HeldRequests(timeline);
  }

  /**
   * A semaphore that nobody has.
   *
   * @param counters of the allocator whose requests it throttles
   */
  public static Behavior<Command> create(Timeline timeline, SlotCounters counters) {
    return Behaviors.setup(context -> new Throttle(context, timeline, counters));
  }

  /**
   * How a client gets there.
   *
   * @param levels above which requests are throttled
   * @param counters in which they are looked up, without a reservation
   */
  public record Access(
      ExhaustionPolicy.HoldsBack levels, SlotCounters counters, ActorRef<Command> semaphore) {

    /**
     * Asks for a request, at a time, if many slots are in use.
     *
     * @param wanted slots of all its buffers
     * @return whether it asked, so that an answer will come; else the request may go on
     */
    public boolean asks(
        long mapping, long wanted, long atNs, Timeline timeline, ActorRef<MapClient.Reply> client) {
      var used = counters.shownUsed();
      var slots = counters.lastingSlots();
      timeline.saw(31 * used + slots);
      if (!levels.asks(used, slots)) {
        return false;
      }
      var enter = new Enter(mapping, levels.isAboveHigh(used, slots), wanted, client);
      timeline.deliverBy(atNs, semaphore, enter);
      return true;
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Enter.class, this::onEnter)
        .onMessage(Leave.class, this::onLeave)
        .onMessage(Forgotten.class, this::onForgotten)
        .onMessage(ReadState.class, this::onReadState)
        .build();
  }

  private Behavior<Command> onEnter(Enter request) {
    if (!request.isHigh && holder == NOBODY) {
      request.client.tell(new MapClient.Admitted(request.mapping, false));
      return this;
    }
    high += request.isHigh ? 1 : 0;
    low += request.isHigh ? 0 : 1;
    if (isForgotten) {
      starve(request);
    } else if (holder == NOBODY) {
      admit(request);
    } else {
      held.hold(request);
    }
    return this;
  }

  private void admit(Enter request) {
    holder = request.mapping;
    request.client.tell(new MapClient.Admitted(request.mapping, true));
  }

  private Behavior<Command> onLeave(Leave leave) {
    requireHolder(leave.mapping);
    holder = NOBODY;
    var next = held.next();
    if (next != null) {
      admit(next);
    }
    return this;
  }

  private Behavior<Command> onForgotten(Forgotten forgotten) {
    requireHolder(forgotten.mapping);
    isForgotten = true;
    for (@Nullable Enter next = held.next(); next != null; next = held.next()) {
      starve(next);
    }
    return this;
  }

  private void starve(Enter request) {
    starved++;
    request.client.tell(
        new MapClient.MapFailed(
            request.mapping,
            FailureReason.THROTTLED_FOR_EVER,
            counters.shownUsed(),
            counters.lastingSlots(),
            MapClient.NOT_SEARCHED,
            SearchCost.NONE));
  }

  private void requireHolder(long mapping) {
    if (mapping != holder) {
      throw new IllegalStateException(
          "mapping " + mapping + " gives back the semaphore that mapping " + holder + " has");
    }
  }

  private Behavior<Command> onReadState(ReadState read) {
    read.replyTo.tell(held.state(high, low, starved, isForgotten ? holder : NOBODY));
    return this;
  }
}
