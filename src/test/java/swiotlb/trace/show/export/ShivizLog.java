package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A log, read with the expression in its first line. */
final class ShivizLog {
  record Event(String host, Map<String, Integer> clock, String text) {
    /** Whether this one happened before another, as the clocks say. */
    boolean isBefore(Event other) {
      return !clock.equals(other.clock)
          && clock.entrySet().stream()
              .allMatch(e -> other.clock.getOrDefault(e.getKey(), 0) >= e.getValue());
    }

    int own() {
      return clock.getOrDefault(host, 0);
    }

    boolean isSending() {
      return text.startsWith("send ");
    }

    long message() {
      var number = Pattern.compile("#(\\d+) ").matcher(text + " ");
      if (!number.find()) {
        throw new AssertionError(text);
      }
      return Long.parseLong(number.group(1));
    }
  }

  final List<Event> events = new ArrayList<>();
  final List<String> problems = new ArrayList<>();

  ShivizLog(String log) {
    var lines = log.split("\n", -1);
    if (!lines[1].isEmpty()) {
      problems.add("a delimiter of executions: " + lines[1]);
    }
    var expression = Pattern.compile(lines[0]);
    for (var i = 2; i < lines.length - 1; i++) {
      var match = expression.matcher(lines[i]);
      if (!match.matches()) {
        problems.add("not read by the expression: " + lines[i]);
        continue;
      }
      events.add(new Event(match.group("host"), clock(match.group("clock")), match.group("event")));
    }
    checkOwnClocks();
  }

  private Map<String, Integer> clock(String json) {
    var clock = new HashMap<String, Integer>();
    try {
      new ObjectMapper()
          .readTree(json)
          .properties()
          .forEach(entry -> clock.put(entry.getKey(), entry.getValue().asInt()));
    } catch (JsonProcessingException e) {
      problems.add("no clock: " + json);
    }
    return clock;
  }

  /** Each host counts its own events from 1, one by one. */
  private void checkOwnClocks() {
    var counts = new HashMap<String, Integer>();
    for (var event : events) {
      if (counts.merge(event.host, 1, Integer::sum) != event.own()) {
        problems.add("out of step: " + event);
      }
    }
  }

  /** Holds the clocks against the order within hosts and the messages between them. */
  void checkCausality() {
    var reached = new ArrayList<BitSet>();
    var lastOf = new HashMap<String, Integer>();
    var sendings = new HashMap<Long, Integer>();
    for (var i = 0; i < events.size(); i++) {
      var event = events.get(i);
      var before = new BitSet();
      var last = lastOf.put(event.host, i);
      if (last != null) {
        before.or(reached.get(last));
        before.set(last);
      }
      var sending = event.isSending() ? null : sendings.get(event.message());
      if (sending != null) {
        before.or(reached.get(sending));
        before.set(sending);
      }
      if (event.isSending()) {
        sendings.put(event.message(), i);
      }
      reached.add(before);
    }
    for (var i = 0; i < events.size(); i++) {
      for (var j = 0; j < events.size(); j++) {
        if (reached.get(j).get(i) != events.get(i).isBefore(events.get(j))) {
          problems.add("clocks differ from causes: " + events.get(i) + ", " + events.get(j));
        }
      }
    }
  }
}
