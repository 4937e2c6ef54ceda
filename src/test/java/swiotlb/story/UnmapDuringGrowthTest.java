package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.PUBLISHED;
import static swiotlb.figures.GrowthStep.Event.STARTED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;

/**
 * Buffers are given back while the worker is at it: their slots serve at once, and the pool comes
 * all the same (specification, sections 6 and 7).
 */
class UnmapDuringGrowthTest extends Story {
  private static final long WHILE_THE_WORKER_RUNS = Machine.WORKER_START_NS + Machine.QUESTION_NS;
  private static final long SOON = 2 * Machine.LOCK_NS;

  private static Script growing(Machine machine) {
    return givenFull(machine).when(cpu(0).maps(kib(4)));
  }

  @Test
  void slotsGivenBackServeTheNextRequestBeforeThePoolIsThere() {
    growing(allocator())
        .andAfter(WHILE_THE_WORKER_RUNS, unmaps(1))
        .andAfter(SOON, cpu(0).maps(kib(4)))
        .thenTheTrace()
        .shows(growth(STARTED))
        .then(a(MapClient.Unmapped.class).ofMapping(1).with("left.usedSlots", 0))
        .then(a(MapClient.Mapped.class).ofMapping(3).with("pool", 0))
        .then(growth(PUBLISHED));
  }

  @Test
  void nobodyCallsTheWorkerBack() {
    growing(allocator())
        .andAfter(WHILE_THE_WORKER_RUNS, unmaps(1, 2))
        .thenTheTrace()
        .exactly(2, MapClient.Unmapped.class)
        .each(growth(STARTED))
        .comesBefore(MapClient.Unmapped.class)
        .each(Grower.Grow.class)
        .leadsTo(growth(PUBLISHED));
  }

  @Test
  void aTransientPoolMayEndBeforeThePoolThatMakesItNeedless() {
    growing(allocator())
        .andAfter(WHILE_THE_WORKER_RUNS, unmaps(2))
        .thenTheTrace()
        .each(Area.TransientDone.class)
        .comesBefore(growth(PUBLISHED));
  }

  @Test
  void aRequestThatWaitsForTheWorkerIsNotWokenByAnUnmap() {
    growing(allocator().whoseRequestsWait(us(100)))
        .andAfter(WHILE_THE_WORKER_RUNS, unmaps(1))
        .thenTheTrace()
        .shows(a(MapClient.Unmapped.class).ofMapping(1))
        .then(growth(PUBLISHED))
        .then(a(MapClient.Mapped.class).ofMapping(2).with("pool", 1));
  }
}
