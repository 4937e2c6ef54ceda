package swiotlb.trace.show.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.life.UsedSlots;
import swiotlb.trace.store.TraceMessage;

/**
 * How many slots were in use over time, by pool, how many there were, and how allocators grew; read
 * off the messages in the order of the trace. Remembers the areas and what is live in transient
 * pools; a change costs a few bytes. Not thread-safe.
 */
final class Usage {
  /** The series of all transient pools together. */
  static final String TRANSIENT = "transient";

  private final Words pools = new Words();
  private final UsedSlots slots = new UsedSlots();
  private final Map<String, Long> usedOfPool = new HashMap<>();

  private final Column usedAt = new Column();
  private final Column usedPool = new Column();
  private final Column usedSlots = new Column();

  private final Column sizeAt = new Column();
  private final Column sizeSlots = new Column();

  private final Words events = new Words();
  private final Column growthAt = new Column();
  private final Column growthEvent = new Column();
  private final Column growthSlots = new Column();

  void read(TraceMessage message) {
    if (!message.isDelivered()) {
      return;
    }
    slots.read(message).ifPresent(this::changed);
    switch (message.type()) {
      case "Pool.Started" -> started(message);
      case "Allocator.GrowthNoted" -> noted(message);
      default -> {
        // It changes no pool.
      }
    }
  }

  private void started(TraceMessage message) {
    sizeAt.add(message.atNs());
    sizeSlots.add(message.fields().number("entry.geometry.slots"));
  }

  private void changed(UsedSlots.Change change) {
    var pool = change.isTransient() ? TRANSIENT : change.above();
    usedAt.add(change.timeNs());
    usedPool.add(pools.number(pool));
    usedSlots.add(usedOfPool.merge(pool, change.more(), Long::sum));
  }

  private void noted(TraceMessage message) {
    JsonNode step = message.fields().object("step");
    growthAt.add(step.path("timeNs").asLong(message.atNs()));
    growthEvent.add(events.number(step.path("event").asText("")));
    growthSlots.add(step.path("slots").asLong());
  }

  void writeTo(Pack pack) {
    var head = pack.head();
    pools.writeTo(head.putArray("pools"));
    events.writeTo(head.putArray("events"));
    pack.add("used.at", usedAt);
    pack.add("used.pool", usedPool);
    pack.add("used.slots", usedSlots);
    pack.add("size.at", sizeAt);
    pack.add("size.slots", sizeSlots);
    pack.add("growth.at", growthAt);
    pack.add("growth.event", growthEvent);
    pack.add("growth.slots", growthSlots);
  }
}
