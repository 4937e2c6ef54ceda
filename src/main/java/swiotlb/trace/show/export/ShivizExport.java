package swiotlb.trace.show.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import swiotlb.input.InputException;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceMessage;

/**
 * A log for ShiViz: its first line is the regular expression that reads the others, the second,
 * which would part several executions, is empty; then a line for each event, with its vector clock.
 * Actors are hosts, by their paths, in which all that is no letter, digit or one of {@code / . _ $
 * -} is escaped with percent signs.
 *
 * <p>Sending and receiving are events. An actor sends while it handles the cause of a message, so
 * that the sending stands before whatever it receives next. What no known handling sent, such as
 * the news that an actor stopped, stands behind what its sender had received before that time.
 *
 * <p>Everything is kept until the end, so that there is a limit, also to what ShiViz can show.
 */
final class ShivizExport implements TraceExport {
  /** The most entries that all vector clocks together can have. */
  static final int MOST_ENTRIES = 60_000;

  static final String EXPRESSION = "(?<host>\\S+) (?<clock>\\{[^}]*\\}) (?<event>.*)";

  private final OutputStream out;
  private final List<TraceMessage> messages = new ArrayList<>();
  private final Set<String> hosts = new HashSet<>();

  ShivizExport(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(TraceMessage message, List<Interval> intervals) {
    messages.add(message);
    hosts.add(message.from());
    hosts.add(message.to());
    if (2L * messages.size() * hosts.size() > MOST_ENTRIES) {
      throw new InputException(
          "--format shiviz",
          "more than "
              + messages.size()
              + " messages between "
              + hosts.size()
              + " actors, which ShiViz cannot show; choose some: --mapping ID, --actor GLOB,"
              + " --type GLOB, --from TIME --to TIME");
    }
  }

  /** Where the events of an actor stand so far. */
  private static final class Host {
    private final String name;
    private final VectorClock clock = new VectorClock();

    private Host(String path) {
      this.name = escaped(path);
    }
  }

  /**
   * An event, by the place of the message before or at which it happens; what a handling sends, by
   * the times and numbers of sending.
   */
  private record Event(int place, boolean isSending, int message, long sentNs, long id)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      var byPlace = Integer.compare(place, other.place);
      if (byPlace != 0) {
        return byPlace;
      }
      if (isSending != other.isSending) {
        return Boolean.compare(isSending, other.isSending);
      }
      var byTime = Long.compare(sentNs, other.sentNs);
      return byTime == 0 ? Long.compare(id, other.id) : byTime;
    }
  }

  @Override
  public boolean writesIntervals() {
    return false;
  }

  @Override
  public void finish() throws IOException {
    line(EXPRESSION);
    line("");
    var byPath = new HashMap<String, Host>();
    var clocks = new HashMap<Integer, VectorClock>();
    for (var event : inOrder()) {
      var message = messages.get(event.message);
      var path = event.isSending ? message.from() : message.to();
      var host = byPath.computeIfAbsent(path, Host::new);
      if (!event.isSending) {
        var sent = clocks.remove(event.message);
        if (sent != null) {
          host.clock.join(sent);
        }
      }
      host.clock.tick(host.name);
      if (event.isSending) {
        clocks.put(event.message, host.clock.copy());
      }
      line(host.name + " " + host.clock + " " + text(message, event.isSending));
    }
  }

  /** Each event stands behind all that it depends on. */
  private List<Event> inOrder() {
    var places = new HashMap<Long, Integer>();
    var lastReceived = new HashMap<String, List<Integer>>();
    var events = new ArrayList<Event>();
    for (var place = 0; place < messages.size(); place++) {
      var message = messages.get(place);
      if (!message.from().isEmpty()) {
        var at = sendingPlace(message, places, lastReceived);
        events.add(new Event(at, true, place, message.sentNs(), message.id()));
      }
      if (message.isDelivered()) {
        events.add(new Event(place, false, place, message.sentNs(), message.id()));
        places.put(message.id(), place);
        lastReceived.computeIfAbsent(message.to(), path -> new ArrayList<>()).add(place);
      }
    }
    events.sort(null);
    return events;
  }

  /** The place of the message whose handling sent this one; -1 if there was none before. */
  private int sendingPlace(
      TraceMessage message, Map<Long, Integer> places, Map<String, List<Integer>> received) {
    var cause = places.get(message.cause());
    if (cause != null && messages.get(cause).to().equals(message.from())) {
      return cause;
    }
    var before = received.getOrDefault(message.from(), List.of());
    for (var i = before.size() - 1; i >= 0; i--) {
      if (messages.get(before.get(i)).atNs() < message.sentNs()) {
        return before.get(i);
      }
    }
    return -1;
  }

  private static String text(TraceMessage message, boolean isSending) {
    return isSending
        ? "send "
            + printable(message.type())
            + " #"
            + message.id()
            + " to "
            + escaped(message.to())
            + " at "
            + TimeText.of(message.sentNs())
            + (message.isDelivered() ? "" : ", which nobody handled")
        : "receive "
            + printable(message.type())
            + " #"
            + message.id()
            + (message.from().isEmpty() ? "" : " from " + escaped(message.from()))
            + " at "
            + TimeText.of(message.atNs());
  }

  private static String printable(String type) {
    return type.replaceAll("[^\\w.$-]", "?");
  }

  /** One-to-one, so that no two actors share a host. */
  private static String escaped(String path) {
    var escaped = new StringBuilder();
    for (var b : path.getBytes(StandardCharsets.UTF_8)) {
      var c = (char) (b & 0xff);
      if (c < 0x80 && (Character.isLetterOrDigit(c) || "/._$-".indexOf(c) >= 0)) {
        escaped.append(c);
      } else {
        escaped.append('%').append(String.format("%02X", (int) c));
      }
    }
    return escaped.toString();
  }

  private void line(String text) throws IOException {
    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
