package swiotlb.trace.life;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Left;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/**
 * Reads off the messages of a trace, in their order, how many slots of each area are in use: as
 * areas say in which state a request left them. An area's word that comes after a later one of the
 * same area is out of date and changes nothing. Remembers the areas, and transient pools in use.
 * Not thread-safe.
 */
public final class UsedSlots {
  /**
   * The slots in use of an area changed.
   *
   * @param actor path of the area, or of the transient pool
   * @param area its number in its pool; {@link TraceMessage#UNKNOWN} if the trace does not say it
   * @param timeNs when the message that tells of it came, nanoseconds from the start
   * @param slots now in use
   * @param more slots than before; negative if fewer
   */
  public record Change(String actor, long area, long timeNs, long slots, long more) {
    /** Whether it is a transient pool, which has one area and is no part of another pool. */
    public boolean isTransient() {
      return ActorNames.isTransient(actor);
    }

    /** Path of the pool; of a transient pool, of the allocator that made it. */
    public String above() {
      return actor.substring(0, actor.lastIndexOf('/'));
    }
  }

  private record Area(String actor, long number) {}

  private record State(long message, long slots) {}

  private static final State NEW = new State(0, 0);

  private final Map<Area, State> states = new HashMap<>();

  /** The next message of the trace: what it tells of, if something changed. */
  public Optional<Change> read(TraceMessage message) {
    if (!message.isDelivered() || message.from().lastIndexOf('/') <= 0) {
      return Optional.empty();
    }
    return switch (message.type()) {
      case Message.MAPPED, Message.UNMAPPED -> told(message, Left.AFTER_SERVICE);
      case Message.MAP_REQUEST, Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT ->
          told(message, Left.AFTER_REFUSAL);
      default -> Optional.empty();
    };
  }

  private Optional<Change> told(TraceMessage message, Left left) {
    var number = message.fields().number(left.area());
    var slots = message.fields().number(left.usedSlots());
    if (ActorNames.isTransient(message.from()) && slots < 0) {
      slots = withoutState(message);
    }
    return slots < 0 ? Optional.empty() : change(message, new Area(message.from(), number), slots);
  }

  /** Format 1 does not say how areas were left, but a transient pool is there for one mapping. */
  private static long withoutState(TraceMessage message) {
    return message.type().equals(Message.UNMAPPED) ? 0 : message.fields().number(Field.POOL_SLOTS);
  }

  private Optional<Change> change(TraceMessage message, Area area, long slots) {
    var before = states.getOrDefault(area, NEW);
    if (message.id() < before.message()) {
      return Optional.empty();
    }
    if (slots == 0 && ActorNames.isTransient(area.actor())) {
      // It is about to stop.
      states.remove(area);
    } else {
      states.put(area, new State(message.id(), slots));
    }
    var more = slots - before.slots();
    return more == 0
        ? Optional.empty()
        : Optional.of(new Change(area.actor(), area.number(), message.timeNs(), slots, more));
  }
}
