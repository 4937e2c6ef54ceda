package swiotlb.story;

import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;

/**
 * A transient pool is made for one buffer; when that is unmapped the counters fall at once, and the
 * memory comes back after a grace period (specification, section 4).
 */
class TransientLifeTest extends Story {
  private static final long SOON = 2 * Machine.LOCK_NS;
  private static final Messages MEMORY_IS_BACK = a(PageAllocator.FreePages.class);

  @Test
  void aTransientPoolHasExactlyTheSlotsOfItsBuffer() {
    givenFull(allocator())
        .when(cpu(0).maps(kib(5)))
        .thenTheTrace()
        .shows(a(AtomicPool.Granted.class).with("range.slots", 3))
        .then(a(MapClient.Mapped.class).with("pool", PoolList.TRANSIENT).with("left.usedSlots", 3));
  }

  @Test
  void theCountersFallAtOnceAndTheHighWaterMarkStays() {
    givenFull(allocator())
        .where(cpu(0).maps(kib(4)))
        .when(countersAreRead())
        .andAfter(SOON, unmaps(2))
        .andAfter(SOON, countersAreRead())
        .thenTheTrace()
        .shows(a(Allocator.State.class).with("usedSlots", 130).with("transientSlots", 2))
        .then(Area.TransientDone.class)
        .then(
            a(Allocator.State.class)
                .with("usedSlots", 128)
                .with("transientSlots", 0)
                .with("hiwaterSlots", 130))
        .then(MEMORY_IS_BACK);
  }

  @Test
  void theMemoryComesBackAfterAGracePeriod() {
    givenFull(allocator())
        .where(cpu(0).maps(kib(4)))
        .when(unmaps(2))
        .thenTheTrace()
        .each(Area.Unmap.class)
        .leadsTo(Area.TransientDone.class)
        .each(AtomicPool.Release.class)
        .leadsAfter(Machine.GRACE_NS, MEMORY_IS_BACK);
  }

  @Test
  void inAnEncryptedGuestTheCoherentPoolIsShortOfItUntilThen() {
    givenFull(allocator().inEncryptedGuest(kib(128)))
        .where(cpu(0).maps(kib(4)))
        .when(unmaps(2))
        .andAfter(SOON, countersAreRead())
        .andAfter(Machine.GRACE_NS, countersAreRead())
        .thenTheTrace()
        .shows(a(Allocator.State.class).with("transientSlots", 0))
        .then(a(AtomicPool.State.class).with("usedBytes", kib(4)))
        .then(a(AtomicPool.State.class).with("usedBytes", 0))
        .never(MEMORY_IS_BACK);
  }
}
