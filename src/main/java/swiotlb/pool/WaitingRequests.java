package swiotlb.pool;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The requests that wait for a new pool, in the order in which they came, and until when. */
final class WaitingRequests {
  private record Waiting(Allocator.Exhausted exhausted, long sinceNs) {}

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  /** Requests whose time is not up: they wait, or search again and may wait once more. */
  private final Set<Long> patient = new HashSet<>();

  /** How many wait now. */
  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Whether a request has waited before and still may. */
  boolean knows(long mapping) {
    return patient.contains(mapping);
  }

  /** A request waits from now on, or once more. */
  void add(Allocator.Exhausted exhausted, long nowNs) {
    patient.add(exhausted.request().mapping());
    waiting.put(exhausted.request().mapping(), new Waiting(exhausted, nowNs));
  }

  /** Takes out every waiting request, charged for its wait. */
  List<Allocator.Exhausted> takeAll(long nowNs) {
    var taken = new ArrayList<Allocator.Exhausted>();
    waiting.values().forEach(w -> taken.add(charged(w, nowNs)));
    waiting.clear();
    return taken;
  }

  /** The time of a request is up; answers null if it does not wait at the moment. */
  Allocator.@Nullable Exhausted giveUp(long mapping, long nowNs) {
    patient.remove(mapping);
    var waited = waiting.remove(mapping);
    return waited == null ? null : charged(waited, nowNs);
  }

  private static Allocator.Exhausted charged(Waiting waited, long nowNs) {
    var was = waited.exhausted;
    return new Allocator.Exhausted(
        was.request(),
        was.closest(),
        was.largestFreeRun(),
        was.cost().plusWait(nowNs - waited.sinceNs));
  }
}
