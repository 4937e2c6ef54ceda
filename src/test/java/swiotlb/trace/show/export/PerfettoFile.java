package swiotlb.trace.show.export;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of packets as Perfetto reads it. The numbers of fields are written down here once more, as
 * the format publishes them.
 */
final class PerfettoFile {
  static final int PACKET = 1;
  static final int TIMESTAMP = 8;
  static final int SEQUENCE_ID = 10;
  static final int TRACK_EVENT = 11;
  static final int INTERNED_DATA = 12;
  static final int SEQUENCE_FLAGS = 13;
  static final int TRACK_DESCRIPTOR = 60;

  /** A track, by the names from the top down. */
  record Track(long uuid, String path, boolean isCounter) {}

  record Event(
      long ns,
      int type,
      Track track,
      String name,
      List<Long> flows,
      List<Long> endingFlows,
      long value,
      Map<String, Wire> annotations) {}

  final Map<Long, Track> tracks = new LinkedHashMap<>();
  final List<Event> events = new ArrayList<>();
  final List<String> problems = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, String> annotationNames = new HashMap<>();

  PerfettoFile(byte[] bytes) {
    var isFirst = true;
    for (var field : Wire.of(bytes).fields()) {
      if (field.number() != PACKET) {
        problems.add("no packet: field " + field.number());
        continue;
      }
      var packet = field.message();
      if (packet.number(SEQUENCE_ID) == 0) {
        problems.add("a packet of no sequence");
      }
      if (isFirst && (packet.number(SEQUENCE_FLAGS) & 1) == 0) {
        problems.add("the first packet refers to earlier ones");
      }
      isFirst = false;
      if (packet.has(INTERNED_DATA)) {
        intern(packet.message(INTERNED_DATA));
      }
      if (packet.has(TRACK_DESCRIPTOR)) {
        track(packet.message(TRACK_DESCRIPTOR));
      } else {
        event(packet.number(TIMESTAMP), packet.message(TRACK_EVENT));
      }
    }
    checkSlices();
    checkFlows();
  }

  private void intern(Wire data) {
    data.all(2).forEach(n -> names.put(n.message().number(1), n.message().text(2)));
    data.all(3).forEach(n -> annotationNames.put(n.message().number(1), n.message().text(2)));
  }

  private void track(Wire descriptor) {
    var above = descriptor.has(5) ? tracks.get(descriptor.number(5)) : null;
    if (descriptor.has(5) && above == null) {
      problems.add("a track under one that is not known");
    }
    var path = (above == null ? "" : above.path + " > ") + descriptor.text(2);
    var track = new Track(descriptor.number(1), path, descriptor.has(8));
    if (tracks.put(track.uuid, track) != null) {
      problems.add("a track twice: " + path);
    }
  }

  private void event(long ns, Wire event) {
    var track = tracks.get(event.number(11));
    if (track == null) {
      problems.add("an event on no track");
      return;
    }
    var annotations = new HashMap<String, Wire>();
    event.all(4).forEach(a -> annotations.put(nameOf(a.message()), a.message()));
    events.add(
        new Event(
            ns,
            (int) event.number(9),
            track,
            event.has(10) ? names.getOrDefault(event.number(10), "?") : "",
            event.all(47).stream().map(Wire.Field::value).toList(),
            event.all(48).stream().map(Wire.Field::value).toList(),
            event.has(30) ? event.number(30) : 0,
            annotations));
  }

  String nameOf(Wire annotation) {
    return annotationNames.getOrDefault(annotation.number(1), "?");
  }

  /** The order in which they are shown: by time, else as in the file. */
  List<Event> inOrder() {
    return events.stream().sorted(Comparator.comparingLong(Event::ns)).toList();
  }

  private void checkSlices() {
    var open = new HashMap<Long, Deque<Event>>();
    for (var event : inOrder()) {
      var stack = open.computeIfAbsent(event.track.uuid, t -> new ArrayDeque<>());
      if (event.track.isCounter != (event.type == 4)) {
        problems.add("a counter and other things on " + event.track.path);
      }
      if (event.type == 1) {
        if (!stack.isEmpty()) {
          problems.add(event.track.path + ": " + event.name + " within " + stack.peek().name);
        }
        stack.push(event);
      } else if (event.type == 2 && stack.poll() == null) {
        problems.add(event.track.path + ": an end without its beginning");
      }
    }
    open.forEach((track, stack) -> stack.forEach(e -> problems.add("never ends: " + e.name)));
  }

  private void checkFlows() {
    var begun = new HashMap<Long, Long>();
    for (var event : inOrder()) {
      event.flows.forEach(flow -> begun.put(flow, event.ns));
      for (var flow : event.endingFlows) {
        if (begun.remove(flow) == null) {
          problems.add("an arrow ends that did not begin: " + flow);
        }
      }
    }
    begun.keySet().forEach(flow -> problems.add("an arrow without end: " + flow));
  }

  List<Event> on(String path) {
    return inOrder().stream().filter(e -> e.track.path.equals(path)).toList();
  }
}
