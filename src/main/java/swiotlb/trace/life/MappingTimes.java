package swiotlb.trace.life;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/**
 * Reads off the messages of a trace, in their order, how long each mapping took and where its time
 * went. Remembers the live ones: bounded by the mappings in flight.
 */
public final class MappingTimes {
  /**
   * The time of a mapping, from the request at the first area to the end of the copy.
   *
   * @param device path of who asked
   * @param tries how often its request was made until then
   * @param askedNs when its device asked the first area, at the first try
   * @param lastAskedNs the same at the last try
   * @param servedNs when its slots were handed out, or when it failed
   * @param area path of the actor that served it; empty if it failed
   * @param failure why it failed; empty if it did not
   * @param areas searched at the last try, to which what follows belongs too
   */
  public record Time(
      long mapping,
      String device,
      int tries,
      long askedNs,
      long lastAskedNs,
      long servedNs,
      String area,
      String failure,
      long areas,
      long lockWaitNs,
      long searchNs,
      long poolWaitNs,
      long transientNs,
      long copyInNs) {
    /** From the first request to the end of the copy. */
    public long ns() {
      return servedNs - askedNs + copyInNs;
    }

    /** Until the last try began: earlier ones, and the time between them. */
    public long earlierNs() {
      return lastAskedNs - askedNs;
    }

    private Time failed(long atNs, String reason) {
      return new Time(
          mapping,
          device,
          tries,
          askedNs,
          lastAskedNs,
          atNs,
          "",
          reason,
          areas,
          lockWaitNs,
          searchNs,
          poolWaitNs,
          transientNs,
          0);
    }

    private Time copied(long ns) {
      return new Time(
          mapping,
          device,
          tries,
          askedNs,
          lastAskedNs,
          servedNs,
          area,
          failure,
          areas,
          lockWaitNs,
          searchNs,
          poolWaitNs,
          transientNs,
          ns);
    }
  }

  private static final String NOT_REACHABLE = "NOT_REACHABLE";

  private static final int REMEMBERED = 1 << 16;

  /** More than are in flight at a time; a trace recorded in part may not say when they end. */
  private static final int MOST_LIVE = 1 << 18;

  private record Asked(String device, int tries, long firstNs, long lastNs) {}

  private final Consumer<Time> to;
  private final Map<Long, Asked> asked = Latest.of(MOST_LIVE);

  /** Who asked in vain, and since when: their devices try again. The latest ones. */
  private final Map<Long, Asked> inVain = Latest.of(REMEMBERED);

  private final Map<Long, Time> served = Latest.of(MOST_LIVE);

  /** Given back as soon as they were had: perhaps out of the reach of their devices. */
  private final Map<Long, Time> unused = Latest.of(REMEMBERED);

  /** Failed, and told so by an area or the allocator; their device looks at them again. */
  private final Set<Long> failed = Collections.newSetFromMap(Latest.of(MOST_LIVE));

  /** Times go to a receiver as soon as they are whole. */
  public MappingTimes(Consumer<Time> to) {
    this.to = to;
  }

  /** The next message of the trace. */
  public void read(TraceMessage message) {
    if (!message.isDelivered()) {
      return;
    }
    switch (message.type()) {
      case Message.MAP_REQUEST -> ask(message);
      case Message.MAPPED -> served.put(message.mapping(), time(message, message.from(), ""));
      case Message.MAP_FAILED -> {
        failed.add(message.mapping());
        fail(message);
      }
      case Message.RETRY -> {
        // What nobody was asked for failed in the device itself.
        if (!failed.remove(message.mapping()) && message.fields().has(Field.REASON)) {
          fail(message);
        }
      }
      case Message.UNMAP -> unmap(message);
      default -> {
        // It says nothing of a mapping's time.
      }
    }
  }

  /** At the end of the trace: tells of mappings that are still live. */
  public void end() {
    served.values().forEach(to);
    served.clear();
    tellUnused();
  }

  private void tellUnused() {
    unused.values().forEach(to);
    unused.clear();
  }

  private void ask(TraceMessage message) {
    if (!asked.containsKey(message.mapping())) {
      var before = inVain.remove(message.mapping());
      asked.put(
          message.mapping(),
          before == null
              ? new Asked(message.from(), 1, message.sentNs(), message.sentNs())
              : new Asked(before.device, before.tries + 1, before.firstNs, message.sentNs()));
    }
  }

  private void fail(TraceMessage message) {
    var request = asked.get(message.mapping());
    var found = unused.remove(message.mapping());
    var reason = message.fields().text(Field.REASON).orElse("unknown");
    if (found != null && NOT_REACHABLE.equals(reason)) {
      to.accept(found.failed(message.sentNs(), reason));
      inVain.put(
          message.mapping(),
          new Asked(found.device, found.tries, found.askedNs, found.lastAskedNs));
      return;
    }
    to.accept(time(message, "", reason));
    if (request != null) {
      inVain.put(message.mapping(), request);
    }
  }

  private Time time(TraceMessage message, String area, String failure) {
    var request = asked.remove(message.mapping());
    // A device that asked nobody tells of it when it tries again.
    var now = message.type().equals(Message.RETRY) ? message.sentNs() : message.atNs();
    var fields = message.fields();
    return new Time(
        message.mapping(),
        request == null ? message.to() : request.device,
        request == null ? 1 : request.tries,
        request == null ? now : request.firstNs,
        request == null ? now : request.lastNs,
        now,
        area,
        failure,
        Math.max(0, fields.number(Field.COST_AREAS)),
        Math.max(0, fields.number(Field.COST_LOCK_WAIT_NS)),
        Math.max(0, fields.number(Field.COST_SEARCH_NS)),
        Math.max(0, fields.number(Field.COST_WAIT_NS)),
        Math.max(0, fields.number(Field.COST_TRANSIENT_NS)),
        0);
  }

  private void hold(Time time) {
    if (unused.size() == REMEMBERED || unused.containsKey(time.mapping)) {
      tellUnused();
    }
    unused.put(time.mapping, time);
  }

  private void unmap(TraceMessage message) {
    var time = served.remove(message.mapping());
    var copiedNs = Math.max(0, message.fields().number(Field.COPY_IN_NS));
    if (time != null && copiedNs == 0 && message.sentNs() == time.servedNs) {
      hold(time);
    } else if (time != null) {
      to.accept(time.copied(copiedNs));
    }
  }
}
