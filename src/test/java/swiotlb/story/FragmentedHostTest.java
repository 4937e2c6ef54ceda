package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.FAILED;
import static swiotlb.figures.GrowthStep.Event.PUBLISHED;
import static swiotlb.figures.GrowthStep.Event.STARTED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;

/**
 * The worker wants as much as there was at boot; on a fragmented host it halves its wish down to 1
 * MiB, and then gives up (specification, section 2).
 */
class FragmentedHostTest extends Story {
  private static final String ONE_OF_1_MIB = "Node 0, zone DMA32 0 0 0 0 0 4 0 0 1 0 0";
  private static final String ONE_OF_128_KIB = "Node 0, zone DMA32 0 0 0 0 0 4 0 0 0 0 0";

  /** 4 MiB at boot, all of it taken by mappings 1 to 16. */
  private static Script fullOn(String host) {
    return givenFull(allocator().slots(2048).areas(16).onHostWithFree(host));
  }

  private static Messages workerAsksForOrder(int order) {
    return a(PageAllocator.AllocatePages.class).from("/allocator/grower").with("order", order);
  }

  @Test
  void theWorkerHalvesItsWishUntilTheHostHasSuchABlock() {
    fullOn(ONE_OF_1_MIB)
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(workerAsksForOrder(10))
        .then(workerAsksForOrder(9))
        .then(workerAsksForOrder(8))
        .then(growth(PUBLISHED).with("step.slots", 512));
  }

  @Test
  void aHalvedPoolHasNoAreaSmallerThanASlotSet() {
    fullOn(ONE_OF_1_MIB)
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(growth(PUBLISHED).with("step.slots", 512).with("step.areas", 4));
  }

  @Test
  void below1MibItGivesUp() {
    fullOn(ONE_OF_128_KIB)
        .when(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(workerAsksForOrder(8))
        .then(growth(FAILED).with("step.slots", 512))
        .never(workerAsksForOrder(7))
        .never(growth(PUBLISHED));
  }

  @Test
  void transientPoolsGoOnAndEachNewRefusalTriesAgain() {
    fullOn(ONE_OF_128_KIB)
        .when(cpu(0).maps(kib(4)))
        .andAtRest(cpu(0).maps(kib(4)))
        .thenTheTrace()
        .exactly(2, a(MapClient.Mapped.class).with("pool", PoolList.TRANSIENT))
        .shows(growth(FAILED))
        .then(growth(STARTED))
        .then(growth(FAILED));
  }
}
