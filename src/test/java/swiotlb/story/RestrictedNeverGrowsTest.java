package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.QUEUED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.slot.FailureReason;

/**
 * A restricted allocator is one device's own region: it uses the same machinery, never grows and
 * takes no transient pools (specification, section 1 and section 3, step 5).
 */
class RestrictedNeverGrowsTest extends Story {

  @Test
  void aFullOneFailsTheMappingAndSaysHowFullItIs() {
    givenFull(restrictedAllocator())
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(Allocator.Exhausted.class)
        .then(
            a(MapClient.MapFailed.class)
                .with("reason", FailureReason.NO_FREE_RUN)
                .with("usedSlots", 128)
                .with("totalSlots", 128));
  }

  @Test
  void itNeitherGrowsNorTakesTransientPools() {
    givenFull(restrictedAllocator())
        .when(cpu(0).maps(3, kib(4)))
        .thenTheTrace()
        .exactly(3, MapClient.MapFailed.class)
        .never(growth(QUEUED))
        .never(named("Grower.*"))
        .never(AtomicPool.Take.class);
  }

  @Test
  void whatWasUnmappedServesTheNext() {
    givenFull(restrictedAllocator())
        .when(cpu(0).maps(kib(4)))
        .andAtRest(unmaps(1))
        .andAtRest(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(a(MapClient.MapFailed.class).ofMapping(2))
        .then(a(MapClient.Unmapped.class).ofMapping(1))
        .then(a(MapClient.Mapped.class).ofMapping(3).with("pool", 0));
  }
}
