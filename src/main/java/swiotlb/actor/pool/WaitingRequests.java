package swiotlb.actor.pool;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests that wait for a new pool, in the order in which they came, and since when. */
final class WaitingRequests {
  private record Waiting(Allocator.Exhausted exhausted, long sinceNs) {}

  private final Map<Long, Waiting> waiting = new LinkedHashMap<>();

  /** How many wait now. */
  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** A request waits from now on. */
  void add(Allocator.Exhausted exhausted, long nowNs) {
    waiting.put(exhausted.request().mapping(), new Waiting(exhausted, nowNs));
  }

  /** Takes out every waiting request, charged for its wait. */
  List<Allocator.Exhausted> takeAll(long nowNs) {
    var taken = new ArrayList<Allocator.Exhausted>();
    waiting.values().forEach(w -> taken.add(charged(w, nowNs)));
    waiting.clear();
    return taken;
  }

  /** Takes out a request, charged for its wait; answers null if it does not wait. */
  Allocator.@Nullable Exhausted take(long mapping, long nowNs) {
    var waited = waiting.remove(mapping);
    return waited == null ? null : charged(waited, nowNs);
  }

  private static Allocator.Exhausted charged(Waiting waited, long nowNs) {
    var was = waited.exhausted;
    return new Allocator.Exhausted(
        was.request(),
        was.closest(),
        was.largestFreeRun(),
        was.cost().plusWait(nowNs - waited.sinceNs),
        was.refusedBy());
  }
}
