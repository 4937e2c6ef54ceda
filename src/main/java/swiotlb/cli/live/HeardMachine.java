package swiotlb.cli.live;

import java.util.HashMap;
import java.util.Map;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Sent;

/**
 * A machine on real threads, whose actors cannot be looked at: as the messages tell of it. Of each
 * it does so little that a run hardly notices. Not thread-safe.
 */
final class HeardMachine {
  private final SlotMap map = new SlotMap();
  private final DeviceTable devices = new DeviceTable();
  private final Map<String, Integer> queues = new HashMap<>();
  private long messages;
  private long wanted;
  private long maps;
  private long inTransientPools;
  private long unmaps;
  private long failed;
  private long waits;

  /** An actor begins with a message. */
  void hear(Sent sent, long atNs) {
    messages++;
    var message = sent.message();
    if (message instanceof Area.MapRequest search) {
      if (search.refusedBy() == null
          && map.wants(search.request().mapping(), search.request().demand().slots())) {
        wanted++;
      }
    } else if (message instanceof MapClient.Mapped mapped) {
      maps++;
      if (mapped.isTransient()) {
        inTransientPools++;
      }
      map.mapped(mapped, sent.from(), sent.to(), atNs);
      devices.mapped(sent.to());
    } else if (message instanceof Area.Unmap unmap) {
      unmaps++;
      map.unmapped(unmap, sent.to());
      devices.unmapped(sent.from());
    } else if (message instanceof MapClient.MapFailed refused) {
      failed++;
      map.refused(refused.mapping());
      devices.failed(sent.to());
    } else if (message instanceof MapClient.PoolsPublished published) {
      map.published(sent.from(), published.pools());
    } else if (message instanceof MapClient.Waits || message instanceof MapClient.Throttled) {
      waits++;
    }
  }

  /** How many messages an actor found before this one. */
  void hearQueue(Sent sent) {
    if (sent.queued() > 0) {
      queues.merge(sent.to(), sent.queued(), Math::max);
    }
  }

  /** How it is now; mailboxes as they were at most since the last question. */
  Machine seen() {
    var longest = Map.copyOf(queues);
    queues.clear();
    return new Machine(
        new RunCounts(
            messages,
            maps,
            inTransientPools,
            unmaps,
            failed,
            waits,
            Math.max(0, wanted - maps - failed)),
        map.pools(),
        map.transients(),
        Machine.busiest(devices.seen()),
        longest);
  }
}
