package swiotlb.actor.pool;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import swiotlb.time.Timeline;

/**
 * Requests that are held before they search, in the order in which they came, and for how long.
 * State of one actor.
 */
final class HeldRequests {
  private record Waiting(Throttle.Enter request, long sinceNs) {}

  private final Timeline timeline;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private long waited;
  private long waitNs;
  private long longestWaitNs;
  private long mostWaiting;

  /** Nobody waits. */
  HeldRequests(Timeline timeline) {
    this.timeline = timeline;
  }

  /** A request waits, behind all others; its client is told. */
  void hold(Throttle.Enter request) {
    waiting.add(new Waiting(request, timeline.nowNs()));
    waited++;
    mostWaiting = Math.max(mostWaiting, waiting.size());
    request.client().tell(new MapClient.Throttled(request.mapping()));
  }

  /** The one that came first, which goes on waiting; null if none does. */
  Throttle.@Nullable Enter first() {
    var first = waiting.peek();
    return first == null ? null : first.request;
  }

  /** The one that came first, which waits no longer; null if none does. */
  Throttle.@Nullable Enter next() {
    var next = waiting.poll();
    if (next == null) {
      return null;
    }
    var waitedNs = timeline.nowNs() - next.sinceNs;
    waitNs += waitedNs;
    longestWaitNs = Math.max(longestWaitNs, waitedNs);
    return next.request;
  }

  /** What became of requests; what is not known here is given. */
  Throttle.State state(long high, long low, long starved, long forgotten) {
    return new Throttle.State(
        high, low, waited, waitNs, longestWaitNs, mostWaiting, starved, forgotten);
  }
}
