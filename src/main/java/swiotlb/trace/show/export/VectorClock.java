package swiotlb.trace.show.export;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many events of each host happened before, in the order of the hosts' names. */
final class VectorClock {
  private final TreeMap<String, Integer> counts = new TreeMap<>();

  void tick(String host) {
    counts.merge(host, 1, Integer::sum);
  }

  /** Takes on all that another one knows. */
  void join(VectorClock other) {
    other.counts.forEach((host, count) -> counts.merge(host, count, Math::max));
  }

  VectorClock copy() {
    var copy = new VectorClock();
    copy.counts.putAll(counts);
    return copy;
  }

  /** As JSON; names need no escapes. */
  @Override
  public String toString() {
    return counts.entrySet().stream()
        .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }
}
