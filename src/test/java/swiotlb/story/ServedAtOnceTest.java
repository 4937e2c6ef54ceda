package swiotlb.story;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;

/**
 * A mapping whose nearest area has slots asks that area and nobody else (specification, section 3,
 * steps 2 and 3).
 */
class ServedAtOnceTest extends Story {

  @Test
  void aMappingServedAtOnceCostsTwoMessages() {
    given(allocator())
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .consistsOf(Area.MapRequest.class, MapClient.Mapped.class)
        .each(Area.MapRequest.class)
        .leadsAfter(Machine.LOCK_NS, a(MapClient.Mapped.class).with("left.usedSlots", 2));
  }

  @Test
  void theNextSearchBeginsBehindTheLastBuffer() {
    given(allocator(), cpu(0).maps(kib(4)))
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(
            a(MapClient.Mapped.class).with("hintBefore", 2).with("slot", 2).with("left.hint", 4));
  }

  @Test
  void anUnmapCostsTwoMessagesAndLeavesTheHint() {
    given(allocator(), cpu(0).maps(kib(4)))
        .when(unmaps(1))
        .thenTheTrace()
        .consistsOf(
            a(Area.Unmap.class),
            a(MapClient.Unmapped.class).with("left.usedSlots", 0).with("left.hint", 2));
  }

  @Test
  void onlyCpusOfTheSameAreaWaitForItsLock() {
    given(allocator().slots(256).areas(2))
        .when(cpu(0).maps(kib(4)), cpu(1).maps(kib(4)), cpu(2).maps(kib(4)))
        .thenTheTrace()
        .shows(a(MapClient.Mapped.class).ofMapping(1).with("left.lockWaitNs", 0))
        .shows(a(MapClient.Mapped.class).ofMapping(2).with("left.lockWaitNs", 0))
        .shows(a(MapClient.Mapped.class).ofMapping(3).with("left.lockWaitNs", Machine.LOCK_NS));
  }

  @Test
  void aBufferLargerThanASlotSetAsksNoAreaAndNoWorker() {
    given(allocator())
        .when(cpu(0).maps(kib(257)))
        .thenTheTrace()
        .never(Area.MapRequest.class)
        .never(Allocator.Exhausted.class);
  }
}
