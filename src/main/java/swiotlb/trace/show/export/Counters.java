package swiotlb.trace.show.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.life.UsedSlots;
import swiotlb.trace.store.TraceMessage;

/**
 * Reads off messages how many slots are used, by area, pool and allocator, and how many messages
 * waited in a mailbox. A value holds from the time at which the message came that told of it.
 */
final class Counters {
  /** Takes values that changed. */
  interface Sink {
    void value(String actor, String name, long timeNs, long value) throws IOException;
  }

  private static final String USED = "used slots";
  private static final String QUEUE = "queue";

  private record Key(String actor, String name) {}

  private final boolean knowsUse;
  private final Sink sink;
  private final UsedSlots slots = new UsedSlots();
  private final Map<Key, Long> values = new HashMap<>();

  /**
   * Counters of a trace.
   *
   * @param knowsUse whether everything was recorded; else what is in use is not known
   */
  Counters(boolean knowsUse, Sink sink) {
    this.knowsUse = knowsUse;
    this.sink = sink;
  }

  void read(TraceMessage message) throws IOException {
    if (!message.isDelivered()) {
      return;
    }
    if (message.queued() >= 0 && !Tracks.isTransient(message.to())) {
      change(message.to(), QUEUE, message.timeNs(), message.queued());
    }
    if (knowsUse) {
      var changed = slots.read(message);
      if (changed.isPresent()) {
        used(changed.get());
      }
    }
  }

  private void used(UsedSlots.Change changed) throws IOException {
    var timeNs = changed.timeNs();
    if (changed.isTransient()) {
      add(changed.above(), "slots of transient pools", timeNs, changed.more());
      add(changed.above(), USED, timeNs, changed.more());
      return;
    }
    var area = changed.area();
    var name = changed.actor().endsWith("-" + area) ? USED : USED + ", area " + area;
    change(changed.actor(), name, timeNs, changed.slots());
    for (var sum = changed.above(); sum.startsWith("/"); sum = parent(sum)) {
      add(sum, USED, timeNs, changed.more());
    }
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private void add(String actor, String name, long timeNs, long more) throws IOException {
    change(actor, name, timeNs, values.getOrDefault(new Key(actor, name), 0L) + more);
  }

  private void change(String actor, String name, long timeNs, long value) throws IOException {
    var before = values.put(new Key(actor, name), value);
    if (value != (before == null ? 0 : before)) {
      sink.value(actor, name, timeNs, value);
    }
  }
}
