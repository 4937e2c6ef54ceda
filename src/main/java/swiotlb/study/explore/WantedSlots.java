package swiotlb.study.explore;

import java.util.HashMap;
import java.util.Map;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;

/**
 * How many slots are wanted at once: of requests from the moment at which they are searched for, to
 * the end of their mappings. Of one run.
 */
final class WantedSlots {
  private final Map<Long, Integer> byMapping = new HashMap<>();
  private long now;
  private long most;

  /** A message is handled. */
  void delivered(Object message) {
    if (message instanceof Area.MapRequest search) {
      wants(search.request().mapping(), search.request().demand().slots());
    } else if (message instanceof Allocator.Exhausted exhausted) {
      wants(exhausted.request().mapping(), exhausted.request().demand().slots());
    } else if (message instanceof MapClient.MapFailed failed) {
      wantsNoMore(failed.mapping());
    } else if (message instanceof MapClient.Unmapped unmapped) {
      wantsNoMore(unmapped.mapping());
    }
  }

  private void wants(long mapping, int slots) {
    if (byMapping.putIfAbsent(mapping, slots) == null) {
      now += slots;
      most = Math.max(most, now);
    }
  }

  private void wantsNoMore(long mapping) {
    var slots = byMapping.remove(mapping);
    now -= slots == null ? 0 : slots;
  }

  /** Slots that are wanted now. */
  long now() {
    return now;
  }

  /** The most that were wanted at once. */
  long most() {
    return most;
  }
}
