package swiotlb.trace.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.file.TraceMessage;

/**
 * How many slots were in use over time, by pool, how many there were, and how allocators grew; read
 * off the messages in the order of the trace. Remembers the areas and what is live in transient
 * pools; a change costs a few bytes. Not thread-safe.
 */
final class Usage {
  /** The series of all transient pools together. */
  static final String TRANSIENT = "transient";

  private record Area(String actor, long index) {}

  private final Words pools = new Words();
  private final Map<Area, Long> usedOfArea = new HashMap<>();
  private final Map<String, Long> usedOfPool = new HashMap<>();

  /** Slots of mappings that live in transient pools. */
  private final Map<Long, Long> slotsOfTransient = new HashMap<>();

  private final Column usedAt = new Column();
  private final Column usedPool = new Column();
  private final Column usedSlots = new Column();

  private final Column sizeAt = new Column();
  private final Column sizePool = new Column();
  private final Column sizeSlots = new Column();

  private final Words allocators = new Words();
  private final Words events = new Words();
  private final Column growthAt = new Column();
  private final Column growthEvent = new Column();
  private final Column growthSlots = new Column();
  private final Column growthAllocator = new Column();

  void read(TraceMessage message) {
    if (!message.isDelivered()) {
      return;
    }
    switch (message.type()) {
      case "Pool.Started" -> started(message);
      case "MapClient.Mapped" -> mapped(message);
      case "MapClient.Unmapped" -> unmapped(message);
      case "Area.MapRequest", "Allocator.Exhausted", "Area.TransientDoesNotFit" ->
          left(message, "refusedBy.left");
      case "Allocator.GrowthNoted" -> noted(message);
      default -> {
        // It changes no slots.
      }
    }
  }

  private void started(TraceMessage message) {
    sizeAt.add(message.atNs());
    sizePool.add(pools.number(message.from()));
    sizeSlots.add(message.fields().number("entry.geometry.slots"));
  }

  private void mapped(TraceMessage message) {
    var fields = message.fields();
    if (fields.number("pool") >= 0 || fields.at("pool").isMissingNode()) {
      left(message, "left");
      return;
    }
    var slots = fields.number("geometry.slots");
    if (slots > 0 && slotsOfTransient.put(message.mapping(), slots) == null) {
      change(message.atNs(), TRANSIENT, slots);
    }
  }

  private void unmapped(TraceMessage message) {
    var slots = slotsOfTransient.remove(message.mapping());
    if (slots != null) {
      change(message.atNs(), TRANSIENT, -slots);
    } else {
      left(message, "left");
    }
  }

  /** In which state an area was left. Areas of transient pools are counted by their mappings. */
  private void left(TraceMessage message, String field) {
    var fields = message.fields();
    var used = fields.number(field + ".usedSlots");
    var slash = message.from().lastIndexOf('/');
    if (used < 0 || slash <= 0 || message.from().startsWith("transient-", slash + 1)) {
      return;
    }
    var area = new Area(message.from(), fields.number(field + ".area"));
    var before = usedOfArea.put(area, used);
    var more = used - (before == null ? 0 : before);
    if (more != 0) {
      change(message.atNs(), message.from().substring(0, slash), more);
    }
  }

  private void change(long atNs, String pool, long slots) {
    usedAt.add(atNs);
    usedPool.add(pools.number(pool));
    usedSlots.add(usedOfPool.merge(pool, slots, Long::sum));
  }

  private void noted(TraceMessage message) {
    JsonNode step = message.fields().object("step");
    growthAt.add(step.path("timeNs").asLong(message.atNs()));
    growthEvent.add(events.number(step.path("event").asText("")));
    growthSlots.add(step.path("slots").asLong());
    growthAllocator.add(allocators.number(message.from()));
  }

  void writeTo(Pack pack) {
    var head = pack.head();
    pools.writeTo(head.putArray("pools"));
    allocators.writeTo(head.putArray("allocators"));
    events.writeTo(head.putArray("events"));
    pack.add("used.at", usedAt);
    pack.add("used.pool", usedPool);
    pack.add("used.slots", usedSlots);
    pack.add("size.at", sizeAt);
    pack.add("size.pool", sizePool);
    pack.add("size.slots", sizeSlots);
    pack.add("growth.at", growthAt);
    pack.add("growth.event", growthEvent);
    pack.add("growth.slots", growthSlots);
    pack.add("growth.allocator", growthAllocator);
  }
}
