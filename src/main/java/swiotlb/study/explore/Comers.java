package swiotlb.study.explore;

import java.util.HashMap;
import java.util.Map;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Throttle;
import swiotlb.time.Sent;

/**
 * In which order requests came: each when something was first asked for it, over all its tries. The
 * further buffers of a list, which are asked for when the one before has its slots, came with the
 * first. Of one run.
 */
final class Comers {
  /** When a mapping came that is not known. */
  static final long UNKNOWN = Long.MAX_VALUE;

  private final Map<Long, Long> cameAt = new HashMap<>();
  private final Map<Long, Long> servedBy = new HashMap<>();

  /** A message is handled. */
  void delivered(Sent sent) {
    var message = sent.message();
    if (message instanceof Throttle.Enter enter) {
      came(enter.mapping(), sent);
    } else if (message instanceof Area.MapRequest search) {
      came(search.request().mapping(), sent);
    } else if (message instanceof Allocator.Exhausted exhausted) {
      came(exhausted.request().mapping(), sent);
    } else if (message instanceof MapClient.Mapped mapped) {
      servedBy.put(sent.id(), mapped.mapping());
    }
  }

  private void came(long mapping, Sent sent) {
    var before = servedBy.get(sent.cause());
    cameAt.putIfAbsent(mapping, before == null ? sent.id() : cameAt(before));
  }

  /** The number of the message by which the request of a mapping came. */
  long cameAt(long mapping) {
    return cameAt.getOrDefault(mapping, UNKNOWN);
  }
}
