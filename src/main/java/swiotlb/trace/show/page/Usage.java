package swiotlb.trace.show.page;

import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.life.UsedSlots;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
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
      case Message.POOL_STARTED -> started(message);
      case Message.GROWTH_NOTED -> noted(message);
      default -> {
        // It changes no pool.
      }
    }
  }

  private void started(TraceMessage message) {
    sizeAt.add(message.atNs());
    sizeSlots.add(message.fields().number(Field.NEW_POOL_SLOTS));
  }

  private void changed(UsedSlots.Change change) {
    var pool = change.isTransient() ? TRANSIENT : change.above();
    usedAt.add(change.timeNs());
    usedPool.add(pools.number(pool));
    usedSlots.add(usedOfPool.merge(pool, change.more(), Long::sum));
  }

  private void noted(TraceMessage message) {
    var fields = message.fields();
    growthAt.add(fields.at(Field.STEP_TIME_NS).asLong(message.atNs()));
    growthEvent.add(events.number(fields.at(Field.STEP_EVENT).asText("")));
    growthSlots.add(fields.at(Field.STEP_SLOTS).asLong());
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
