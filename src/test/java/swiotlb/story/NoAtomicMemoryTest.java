package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.FAILED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.kernel.slot.FailureReason;

/**
 * A transient pool needs memory that can be had without waiting; where there is none the mapping
 * fails, and says so (specification, sections 4 and 5).
 */
class NoAtomicMemoryTest extends Story {
  private static final Messages REFUSED =
      a(MapClient.MapFailed.class).with("reason", FailureReason.TRANSIENT_REFUSED);

  /** A coherent pool with room for one of two requests. */
  private static StoryTrace encryptedGuest() {
    return givenFull(allocator().inEncryptedGuest(kib(128)))
        .when(cpu(0).inInterrupt().maps(2, kib(128)))
        .thenTheTrace();
  }

  @Test
  void whenTheCoherentPoolIsExhaustedTheMappingFails() {
    encryptedGuest()
        .shows(a(MapClient.Mapped.class).ofMapping(2).with("pool", PoolList.TRANSIENT))
        .ofMapping(3)
        .shows(AtomicPool.Take.class)
        .then(AtomicPool.Refused.class)
        .then(REFUSED)
        .never(MapClient.Mapped.class);
  }

  @Test
  void theCoherentPoolIsExpandedTooLateForIt() {
    encryptedGuest().each(REFUSED).comesBefore(named("AtomicPool.StartWorker"));
  }

  @Test
  void anEncryptedGuestAsksThePageAllocatorForNoTransientPool() {
    encryptedGuest()
        .causesOf(a(MapClient.Mapped.class).ofMapping(2))
        .shows(a(AtomicPool.Take.class).with("decrypted", true))
        .never(PageAllocator.AllocatePages.class);
  }

  @Test
  void whereNoPageIsFreeTransientPoolsAndGrowthFailAlike() {
    givenFull(allocator().onHostWithFree("Node 0, zone DMA32 0 0 0 0 0 0 0 0 0 0 0"))
        .when(cpu(0).inInterrupt().maps(kib(4)))
        .thenTheTrace()
        .shows(a(PageAllocator.AllocatePages.class).from("/atomic-pool").with("mayWait", false))
        .then(PageAllocator.Refused.class)
        .then(REFUSED)
        .then(a(PageAllocator.AllocatePages.class).from("/allocator/grower").with("mayWait", true))
        .then(growth(FAILED));
  }
}
