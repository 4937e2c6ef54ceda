package swiotlb.trace.export;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import swiotlb.trace.file.TraceMessage;

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

  private final Sink sink;
  private final Map<Key, Long> values = new HashMap<>();

  Counters(Sink sink) {
    this.sink = sink;
  }

  void read(TraceMessage message) throws IOException {
    if (!message.isDelivered()) {
      return;
    }
    if (message.queued() >= 0 && !Tracks.isTransient(message.to())) {
      change(message.to(), QUEUE, message.timeNs(), message.queued());
    }
    var json = message.fields().json();
    if (json.contains("\"refusedBy\":{")) {
      left(message, "refusedBy.left");
    } else if (json.contains("\"left\":{")) {
      left(message, "left");
    }
  }

  private void left(TraceMessage message, String left) throws IOException {
    var area = message.fields().number(left + ".area");
    var used = message.fields().number(left + ".usedSlots");
    var actor = message.from();
    var slash = actor.lastIndexOf('/');
    if (used < 0 || slash <= 0) {
      return;
    }
    var above = actor.substring(0, slash);
    if (Tracks.isTransient(actor)) {
      ofTransient(message, above, used);
      return;
    }
    var name = actor.endsWith("-" + area) ? USED : USED + ", area " + area;
    var more = change(actor, name, message.timeNs(), used);
    for (var sum = above; more != 0 && !sum.isEmpty(); sum = parent(sum)) {
      add(sum, USED, message.timeNs(), more);
    }
  }

  /** A pool that stops is forgotten. */
  private void ofTransient(TraceMessage message, String allocator, long used) throws IOException {
    var key = new Key(message.from(), USED);
    var before = used == 0 ? values.remove(key) : values.put(key, used);
    var more = used - (before == null ? 0 : before);
    if (more != 0) {
      add(allocator, "slots of transient pools", message.timeNs(), more);
      add(allocator, USED, message.timeNs(), more);
    }
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }

  private void add(String actor, String name, long timeNs, long more) throws IOException {
    change(actor, name, timeNs, values.getOrDefault(new Key(actor, name), 0L) + more);
  }

  /** How much a value rose. */
  private long change(String actor, String name, long timeNs, long value) throws IOException {
    var before = values.put(new Key(actor, name), value);
    var more = value - (before == null ? 0 : before);
    if (more != 0) {
      sink.value(actor, name, timeNs, value);
    }
    return more;
  }
}
