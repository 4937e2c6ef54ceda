package swiotlb.trace.life;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import swiotlb.trace.file.TraceMessage;

/**
 * Reads off the messages of a trace, in their order, how long each mapping took and where its time
 * went. Remembers the live ones: bounded by the mappings in flight.
 */
public final class MappingTimes {
  /**
   * The time of a mapping, from the request at the first area to the end of the copy.
   *
   * @param device path of who asked
   * @param askedNs when it reached its first area
   * @param servedNs when its slots were handed out, or when it failed
   * @param area path of the actor that served it; empty if it failed
   * @param failure why it failed; empty if it did not
   * @param areas searched
   */
  public record Time(
      long mapping,
      String device,
      long askedNs,
      long servedNs,
      String area,
      String failure,
      long areas,
      long lockWaitNs,
      long searchNs,
      long poolWaitNs,
      long transientNs,
      long copyInNs) {
    /** From the request to the end of the copy. */
    public long ns() {
      return servedNs - askedNs + copyInNs;
    }

    private Time copied(long ns) {
      return new Time(
          mapping,
          device,
          askedNs,
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

  private record Asked(String device, long atNs) {}

  private final Consumer<Time> to;
  private final Map<Long, Asked> asked = new HashMap<>();
  private final Map<Long, Time> served = new HashMap<>();

  /** Failed, and told so by an area or the allocator; their device looks at them again. */
  private final Set<Long> failed = new HashSet<>();

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
      case "Area.MapRequest" ->
          asked.putIfAbsent(message.mapping(), new Asked(message.from(), message.atNs()));
      case "MapClient.Mapped" -> served.put(message.mapping(), time(message, message.from(), ""));
      case "MapClient.MapFailed" -> {
        failed.add(message.mapping());
        fail(message);
      }
      case "Device.Retry" -> {
        // What nobody was asked for failed in the device itself.
        if (!failed.remove(message.mapping()) && message.fields().has("reason")) {
          fail(message);
        }
      }
      case "Area.Unmap" -> unmap(message);
      default -> {
        // It says nothing of a mapping's time.
      }
    }
  }

  /** At the end of the trace: tells of mappings that are still live. */
  public void end() {
    served.values().forEach(to);
    served.clear();
  }

  private void fail(TraceMessage message) {
    to.accept(time(message, "", message.fields().text("reason").orElse("unknown")));
  }

  private Time time(TraceMessage message, String area, String failure) {
    var request = asked.remove(message.mapping());
    var fields = message.fields();
    return new Time(
        message.mapping(),
        request == null ? message.to() : request.device,
        request == null ? message.atNs() : request.atNs,
        message.atNs(),
        area,
        failure,
        Math.max(0, fields.number("cost.areas")),
        Math.max(0, fields.number("cost.lockWaitNs")),
        Math.max(0, fields.number("cost.searchNs")),
        Math.max(0, fields.number("cost.waitNs")),
        Math.max(0, fields.number("cost.transientNs")),
        0);
  }

  private void unmap(TraceMessage message) {
    var time = served.remove(message.mapping());
    if (time != null) {
      to.accept(time.copied(Math.max(0, message.fields().number("copyInNs"))));
    }
  }
}
