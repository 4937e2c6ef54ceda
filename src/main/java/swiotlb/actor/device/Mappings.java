package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import java.util.Optional;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.actor.pool.Request;
import swiotlb.actor.pool.SearchCost;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.actor.pool.Throttle;
import swiotlb.figures.MappingCount;
import swiotlb.figures.MappingTally;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.Admission;
import swiotlb.kernel.slot.DeviceLimits;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;
import swiotlb.time.Timeline;

/** The live mappings of a device: sends requests to the areas and takes their answers. */
final class Mappings {
  private final DeviceLimits limits;
  private final boolean takesShared;
  private final long transientReach;
  private final SlotCounters counters;
  private final Timeline timeline;
  private final ChosenDesigns designs;
  private final Optional<Throttle.Access> throttle;
  private final LiveMappings live;
  private final MappingTally tally = new MappingTally();
  private final ActorRef<Allocator.Exhausted> allocator;
  private final ActorRef<MapClient.Reply> self;
  private PoolList pools;
  private boolean usesIoTlb;

  Mappings(
      DeviceSpec spec,
      Surroundings around,
      LiveMappings live,
      ActorRef<Allocator.Exhausted> allocator,
      ActorRef<MapClient.Reply> self) {
    this.limits = spec.limits();
    this.takesShared = spec.takesShared();
    this.transientReach = takesShared ? spec.coherentReach() : limits.reach();
    this.counters = around.counters();
    this.timeline = around.timeline();
    this.designs = around.designs();
    this.throttle = around.throttle();
    this.live = live;
    this.allocator = allocator;
    this.self = self;
    this.pools = PoolList.empty(around.rounds());
  }

  /**
   * The same for a request that may wait: where nearly all slots are in use it asks for that.
   *
   * @param entries buffers of its list from this one on; all are taken to be like this one
   */
  void bounceOrWait(Mapping mapping, int entries, long atNs) {
    if (Admission.refusal(pools.slots(), mapping.demand()) == null
        && throttle.isPresent()
        && throttle
            .get()
            .asks(mapping.id(), (long) entries * mapping.demand().slots(), atNs, timeline, self)) {
      mapping.awaitAnswer();
    } else {
      bounce(mapping, atNs);
    }
  }

  /** Asks for a bounce buffer, at a time. */
  void bounce(Mapping mapping, long atNs) {
    if (!designs.placement().usesPools() && !mapping.demand().tooLarge()) {
      want(mapping);
      timeline.deliverBy(atNs, allocator, notSearchedFor(mapping));
      return;
    }
    var refusal = Admission.refusal(pools.slots(), mapping.demand());
    if (refusal == null && pools.firstOf(0) == SearchOrder.END) {
      refusal = FailureReason.NO_FREE_RUN;
    }
    if (refusal != null) {
      fail(mapping, refusal);
      return;
    }
    want(mapping);
    var first = Area.MapRequest.first(request(mapping), pools);
    timeline.deliverBy(atNs, pools.ownerAt(first.stop(), mapping.cpu()), first);
  }

  private void want(Mapping mapping) {
    tally.wanted();
    mapping.awaitAnswer();
  }

  /** Places a bounce buffer where a recording says it was. */
  void adopt(Mapping mapping, ActorRef<Area.Command> area, int slot) {
    want(mapping);
    area.tell(new Area.Adopt(request(mapping), slot));
  }

  /** Gets a transient pool without a search, where a recording says so. */
  void adoptTransient(Mapping mapping) {
    want(mapping);
    allocator.tell(notSearchedFor(mapping));
  }

  private Allocator.Exhausted notSearchedFor(Mapping mapping) {
    return new Allocator.Exhausted(request(mapping), Refusal.TOO_FEW_FREE, 0, SearchCost.NONE);
  }

  /** Takes a mapping back as if its slots had never been found. */
  void retract(Mapping mapping) {
    if (mapping.isTransient()) {
      unmap(mapping);
      return;
    }
    mapping.awaitAnswer();
    mapping.area().tell(new Area.Retract(mapping.id(), mapping.slot(), mapping.hintBefore(), self));
  }

  /**
   * Gives the slots of a bounced mapping back, at a time.
   *
   * @param lookUpNs what its driver spent on looking for its pool
   * @param copyBackNs what it spent on copying out of it
   */
  void unmap(Mapping mapping, long atNs, long lookUpNs, long copyBackNs) {
    mapping.awaitAnswer();
    timeline.deliverBy(
        atNs,
        mapping.area(),
        new Area.Unmap(
            mapping.id(), mapping.slot(), mapping.copyInNs(), lookUpNs, copyBackNs, self));
  }

  /** Gives the slots of a bounced mapping back now. */
  void unmap(Mapping mapping) {
    unmap(mapping, timeline.nowNs(), 0, 0);
  }

  /** Part of a live mapping is to be copied either way; the area answers how much. */
  void sync(Mapping mapping, long offset, long bytes, long atNs) {
    timeline.deliverBy(
        atNs,
        mapping.area(),
        new Area.Sync(mapping.id(), mapping.bounceAddress() + offset, bytes, self));
  }

  /** Pools that the search for the pool of a mapping's address passes, the right one included. */
  int poolsPassed(Mapping mapping) {
    var all = pools.newestFirst().size() + (mapping.isTransient() ? 1 : 0);
    var position =
        mapping.isBounced() && !mapping.isTransient() ? pools.position(mapping.pool()) + 1 : all;
    return designs.search().steps(position, all);
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
    tally.got(answer.isTransient());
    var mapping = required(answer.mapping());
    mapping.answered();
    mapping.served(answer, timeline.nowNs());
    requireNoWait(mapping, answer.cost());
    if (mapping.checksReach()
        && !limits.reaches(mapping.bounceAddress(), mapping.demand().sizeBytes())) {
      mapping.foundBeyondReach();
      unmap(mapping);
      return;
    }
    mapping.user().mapped(mapping);
  }

  void onMapFailed(MapClient.MapFailed failure) {
    tally.refused();
    var mapping = required(failure.mapping());
    mapping.answered();
    ended(mapping);
    requireNoWait(mapping, failure.cost());
    mapping.user().failed(mapping, failure);
  }

  void onSynced(MapClient.Synced answer) {
    var mapping = required(answer.mapping());
    mapping.user().synced(mapping, answer);
  }

  void onWaits(MapClient.Waits answer) {
    tally.heldUp();
    var mapping = required(answer.mapping());
    mapping.user().waits(mapping);
  }

  void onUnmapped(MapClient.Unmapped answer) {
    tally.givenBack();
    var mapping = required(answer.mapping());
    mapping.answered();
    ended(mapping);
    if (mapping.isBeyondReach()) {
      fail(mapping, FailureReason.NOT_REACHABLE);
    } else {
      mapping.user().unmapped(mapping, answer);
    }
  }

  void onThrottled(MapClient.Throttled answer) {
    tally.heldUp();
    var mapping = required(answer.mapping());
    mapping.user().throttled(mapping);
  }

  void onAdmitted(MapClient.Admitted answer) {
    var mapping = required(answer.mapping());
    mapping.answered();
    mapping.admittedAt(timeline.nowNs());
    if (answer.holds()) {
      mapping.keepsOthersWaiting();
    }
    if (mapping.user().admitted(mapping)) {
      bounce(mapping, timeline.nowNs());
    }
  }

  /** A mapping will never be unmapped, and keeps what it has. */
  void forgotten(Mapping mapping) {
    if (mapping.isThrottler()) {
      throttle.ifPresent(t -> t.semaphore().tell(new Throttle.Forgotten(mapping.id())));
    }
  }

  private void ended(Mapping mapping) {
    live.ended(mapping);
    if (mapping.isThrottler()) {
      mapping.keepsNobodyWaiting();
      throttle.ifPresent(t -> t.semaphore().tell(new Throttle.Leave(mapping.id())));
    }
  }

  void fail(Mapping mapping, FailureReason reason) {
    tally.failed();
    ended(mapping);
    mapping
        .user()
        .failed(mapping, MappingUser.failure(mapping, reason, counters.shownUsed(), pools.slots()));
  }

  /** What became of all that was wanted so far. */
  MappingCount count() {
    return tally.count();
  }

  private Request request(Mapping mapping) {
    return new Request(
        mapping.id(),
        mapping.cpu(),
        mapping.isAtomic(),
        mapping.demand(),
        transientReach,
        takesShared,
        self);
  }

  private static void requireNoWait(Mapping mapping, SearchCost cost) {
    if (mapping.isAtomic() && cost.waitNs() > 0) {
      throw new IllegalStateException(
          "mapping " + mapping.id() + " of interrupt context waited " + cost.waitNs() + " ns");
    }
  }

  /**
   * The live mapping of a number.
   *
   * @throws IllegalStateException if there is none
   */
  Mapping required(long id) {
    var mapping = live.find(id);
    if (mapping == null) {
      throw new IllegalStateException("an answer for mapping " + id + ", which is not live");
    }
    return mapping;
  }
}
