package swiotlb.trace.show.page;

import java.util.EnumMap;
import java.util.Map;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TraceMessage;

/** Messages and modelled intervals, a column for each thing that they say. Not thread-safe. */
final class MessageColumns {
  private final Words actors = new Words();
  private final Words types = new Words();
  private final FieldColumns fields = new FieldColumns();
  private final Column id = new Column();
  private final Column cause = new Column();
  private final Column sent = new Column();
  private final Column at = new Column();
  private final Column handled = new Column();
  private final Column queued = new Column();
  private final Column from = new Column();
  private final Column to = new Column();
  private final Column mapping = new Column();
  private final Column type = new Column();
  private final Column shape = new Column();

  private final Map<Interval.Kind, Integer> kindNumbers = new EnumMap<>(Interval.Kind.class);
  private final Column kind = new Column();
  private final Column actor = new Column();
  private final Column of = new Column();
  private final Column start = new Column();
  private final Column length = new Column();
  private final Column teller = new Column();

  MessageColumns() {
    for (var each : Interval.Kind.values()) {
      kindNumbers.put(each, kindNumbers.size());
    }
  }

  void add(TraceMessage message) {
    id.add(message.id());
    cause.add(message.cause());
    sent.add(message.sentNs());
    at.add(message.atNs());
    handled.add(message.handledNs());
    queued.add(message.queued());
    from.add(actors.number(message.from()));
    to.add(actors.number(message.to()));
    mapping.add(message.mapping());
    type.add(types.number(message.type()));
    shape.add(fields.add(message.fields()));
  }

  void add(Interval interval) {
    kind.add(kindNumbers.getOrDefault(interval.kind(), 0));
    actor.add(actors.number(interval.actor()));
    of.add(interval.mapping());
    start.add(interval.startNs());
    length.add(interval.ns());
    teller.add(interval.message());
  }

  /** How many messages there are. */
  int count() {
    return id.count();
  }

  void writeTo(Pack pack) {
    var head = pack.head();
    actors.writeTo(head.putArray("actors"));
    types.writeTo(head.putArray("types"));
    var kinds = head.putArray("kinds");
    for (var each : kindNumbers.keySet()) {
      kinds.addObject().put("name", each.name()).put("title", each.title());
    }
    pack.add("id", id);
    pack.add("cause", cause);
    pack.add("sent", sent);
    pack.add("at", at);
    pack.add("handled", handled);
    pack.add("queued", queued);
    pack.add("from", from);
    pack.add("to", to);
    pack.add("mapping", mapping);
    pack.add("type", type);
    pack.add("shape", shape);
    pack.add("interval.kind", kind);
    pack.add("interval.actor", actor);
    pack.add("interval.mapping", of);
    pack.add("interval.start", start);
    pack.add("interval.length", length);
    pack.add("interval.message", teller);
    fields.writeTo(pack);
  }
}
