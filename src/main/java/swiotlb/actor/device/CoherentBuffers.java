package swiotlb.actor.device;

import akka.actor.typed.ActorRef;
import swiotlb.actor.memory.CoherentAllocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.Slots;
import swiotlb.time.Timeline;

/** The coherent memory of a device: asks for it, gives it back and takes the answers. */
final class CoherentBuffers {
  /** What a device asks where it allocates coherent memory. */
  record Access(
      ActorRef<CoherentAllocator.Command> allocator, ActorRef<CoherentAllocator.Reply> replyTo) {}

  private final DeviceSpec spec;
  private final Timeline timeline;
  private final SlotCounters counters;
  private final LiveMappings live;
  private final Access access;

  CoherentBuffers(DeviceSpec spec, Surroundings around, LiveMappings live, Access access) {
    this.spec = spec;
    this.timeline = around.timeline();
    this.counters = around.counters();
    this.live = live;
    this.access = access;
  }

  /** Asks for memory of a mapping's size, at a time. */
  void allocate(Mapping mapping, long atNs) {
    mapping.awaitAnswer();
    timeline.deliverBy(
        atNs,
        access.allocator,
        new CoherentAllocator.Allocate(
            mapping.id(),
            (int) Slots.pagesOfBytes(mapping.demand().sizeBytes()),
            spec.coherentReach(),
            !mapping.isAtomic(),
            spec.needs(),
            access.replyTo));
  }

  /** Gives the memory of a mapping back, at a time. */
  void free(Mapping mapping, long atNs) {
    mapping.awaitAnswer();
    timeline.deliverBy(
        atNs, access.allocator, new CoherentAllocator.Free(mapping.id(), access.replyTo));
  }

  void onReply(CoherentAllocator.Reply reply) {
    var mapping = live.find(reply.mapping());
    if (mapping == null) {
      throw new IllegalStateException(
          "coherent memory for mapping " + reply.mapping() + ", which is not live");
    }
    mapping.answered();
    if (reply instanceof CoherentAllocator.Allocated allocated) {
      mapping.hasCoherent(allocated.address());
      mapping.user().mapped(mapping);
    } else if (reply instanceof CoherentAllocator.Refused refused) {
      live.ended(mapping);
      mapping.user().failed(mapping, failure(mapping, refused));
    } else {
      live.ended(mapping);
      mapping.user().freed(mapping);
    }
  }

  private MapClient.MapFailed failure(Mapping mapping, CoherentAllocator.Refused refused) {
    var reason =
        refused.ofPool() ? FailureReason.COHERENT_POOL_EXHAUSTED : FailureReason.COHERENT_REFUSED;
    return MappingUser.failure(mapping, reason, counters.shownUsed(), 0);
  }
}
