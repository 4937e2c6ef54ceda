package swiotlb.device;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.Map;
import swiotlb.metrics.SlotCounters;
import swiotlb.pool.Allocator;
import swiotlb.pool.Area;
import swiotlb.pool.MapClient;
import swiotlb.pool.PoolList;
import swiotlb.pool.Request;
import swiotlb.pool.SearchCost;
import swiotlb.slot.Admission;
import swiotlb.slot.DeviceLimits;
import swiotlb.slot.FailureReason;
import swiotlb.slot.Refusal;
import swiotlb.slot.SearchOrder;

/** The live mappings of a device: sends requests to the areas and takes their answers. */
final class Mappings {
  private final DeviceLimits limits;
  private final SlotCounters counters;
  private final ActorRef<Allocator.Exhausted> allocator;
  private final ActorRef<MapClient.Reply> self;
  private final Map<Long, Mapping> live = new HashMap<>();
  private PoolList pools;
  private boolean usesIoTlb;

  Mappings(
      DeviceLimits limits,
      SlotCounters counters,
      PoolList pools,
      ActorRef<Allocator.Exhausted> allocator,
      ActorRef<MapClient.Reply> self) {
    this.limits = limits;
    this.counters = counters;
    this.pools = pools;
    this.allocator = allocator;
    this.self = self;
  }

  /** Asks for a bounce buffer. */
  void bounce(Mapping mapping) {
    var refusal = Admission.refusal(pools.slots(), mapping.demand);
    if (refusal == null && pools.firstOf(0) == SearchOrder.END) {
      refusal = FailureReason.NO_FREE_RUN;
    }
    if (refusal != null) {
      fail(mapping, refusal);
      return;
    }
    live.put(mapping.id, mapping);
    var first = Area.MapRequest.first(request(mapping), pools);
    pools.ownerAt(first.stop(), mapping.cpu).tell(first);
  }

  /** Places a bounce buffer where a recording says it was. */
  void adopt(Mapping mapping, ActorRef<Area.Command> area, int slot) {
    live.put(mapping.id, mapping);
    area.tell(new Area.Adopt(request(mapping), slot));
  }

  /** Gets a transient pool without a search, where a recording says so. */
  void adoptTransient(Mapping mapping) {
    live.put(mapping.id, mapping);
    allocator.tell(
        new Allocator.Exhausted(request(mapping), Refusal.TOO_FEW_FREE, 0, SearchCost.NONE));
  }

  /** Takes a mapping back as if its slots had never been found. */
  void retract(Mapping mapping) {
    if (mapping.isTransient()) {
      unmap(mapping);
      return;
    }
    var answer = mapping.answer();
    mapping.area().tell(new Area.Retract(mapping.id, mapping.slot(), answer.hintBefore(), self));
  }

  /** Lets the device use the buffer as it is. */
  void mapDirectly(Mapping mapping) {
    live.put(mapping.id, mapping);
    mapping.user.mapped(mapping);
  }

  /** Gives a mapping back. */
  void unmap(Mapping mapping) {
    if (mapping.isBounced()) {
      mapping.area().tell(new Area.Unmap(mapping.id, mapping.slot(), self));
    } else {
      live.remove(mapping.id);
      mapping.user.unmapped(mapping);
    }
  }

  /** Copies part of a live mapping either way; the area answers how much. */
  void sync(Mapping mapping, long offset, long bytes) {
    mapping.area().tell(new Area.Sync(mapping.id, mapping.bounceAddress() + offset, bytes, self));
  }

  /** Whether no mapping is live or under way. */
  boolean isEmpty() {
    return live.isEmpty();
  }

  /** Pools that the search for the pool of a mapping's address passes, the right one included. */
  int poolsPassed(Mapping mapping) {
    var position = 0;
    if (mapping.isBounced() && !mapping.isTransient()) {
      for (var pool : pools.newestFirst()) {
        position++;
        if (pool.number() == mapping.answer().pool()) {
          return position;
        }
      }
    }
    return pools.newestFirst().size() + (mapping.isTransient() ? 1 : 0);
  }

  /** Whether any buffer was bounced yet: where not, unmap and sync skip the search for the pool. */
  boolean usesIoTlb() {
    return usesIoTlb;
  }

  void onPoolsPublished(MapClient.PoolsPublished published) {
    pools = pools.newerOf(published.pools());
  }

  void onMapped(MapClient.Mapped answer) {
    usesIoTlb = true;
    var mapping = required(answer.mapping());
    mapping.served(answer);
    requireNoWait(mapping, answer.cost());
    if (mapping.checksReach
        && !limits.reaches(mapping.bounceAddress(), mapping.demand.sizeBytes())) {
      mapping.foundBeyondReach();
      unmap(mapping);
      return;
    }
    mapping.user.mapped(mapping);
  }

  void onMapFailed(MapClient.MapFailed failure) {
    var mapping = required(failure.mapping());
    live.remove(mapping.id);
    requireNoWait(mapping, failure.cost());
    mapping.user.failed(mapping, failure);
  }

  void onUnmapped(MapClient.Unmapped answer) {
    var mapping = required(answer.mapping());
    live.remove(mapping.id);
    if (mapping.isBeyondReach()) {
      fail(mapping, FailureReason.NOT_REACHABLE);
    } else {
      mapping.user.unmapped(mapping);
    }
  }

  void fail(Mapping mapping, FailureReason reason) {
    mapping.user.failed(
        mapping, MappingUser.failure(mapping, reason, counters.used(), pools.slots()));
  }

  private Request request(Mapping mapping) {
    return new Request(
        mapping.id, mapping.cpu, mapping.interrupt, mapping.demand, limits.reach(), self);
  }

  private static void requireNoWait(Mapping mapping, SearchCost cost) {
    if (mapping.interrupt && cost.waitNs() > 0) {
      throw new IllegalStateException(
          "mapping " + mapping.id + " of interrupt context waited " + cost.waitNs() + " ns");
    }
  }

  /** The live mapping of a number; an answer for any other is an error. */
  Mapping required(long id) {
    var mapping = live.get(id);
    if (mapping == null) {
      throw new IllegalStateException("an answer for mapping " + id + ", which is not live");
    }
    return mapping;
  }
}
