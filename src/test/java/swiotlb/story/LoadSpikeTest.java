package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.PUBLISHED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Grower;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;

/**
 * A burst in interrupt context meets a full allocator: nobody waits for the worker, everybody takes
 * a transient pool (specification, sections 1, 3 and 4).
 */
class LoadSpikeTest extends Story {
  private static final Step BURST = cpu(0).inInterrupt().maps(3, kib(4));

  @Test
  void theRequestThatFindsNothingSetsTheWorkerGoing() {
    givenFull(allocator())
        .when(cpu(0).inInterrupt().maps(kib(4)))
        .thenTheTrace()
        .shows(Area.MapRequest.class)
        .then(Allocator.Exhausted.class)
        .then(Grower.Grow.class)
        .then(MapClient.PoolsPublished.class)
        .exactly(1, named("Allocator.StartWorker"))
        .each(Grower.Grow.class)
        .comesOf(Allocator.Exhausted.class)
        .causesOf(a(MapClient.Mapped.class).ofMapping(2))
        .never(named("Grower.*"));
  }

  @Test
  void theWholeBurstIsServedByTransientPoolsBeforeTheWorkerHasAddedOne() {
    givenFull(allocator())
        .when(BURST)
        .thenTheTrace()
        .until(growth(PUBLISHED))
        .exactly(3, a(MapClient.Mapped.class).with("pool", PoolList.TRANSIENT))
        .exactly(3, Allocator.Exhausted.class);
  }

  @Test
  void nothingOfTheWorkerIsAmongTheCausesOfAnAnswerInInterruptContext() {
    givenFull(allocator())
        .when(BURST)
        .thenTheTrace()
        .causesOf(a(MapClient.Mapped.class))
        .never(named("Grower.*"))
        .never(named("Allocator.StartWorker"));
  }

  @Test
  void whoComesAfterTheWorkerFindsTheNewPool() {
    givenFull(allocator())
        .when(BURST)
        .andAtRest(cpu(0).inInterrupt().maps(kib(4)))
        .thenTheTrace()
        .shows(growth(PUBLISHED))
        .then(a(MapClient.Mapped.class).ofMapping(5).with("pool", 1));
  }

  @Test
  void whereProcessContextWaitsForTheWorkerInterruptContextStillDoesNot() {
    var trace =
        givenFull(allocator().whoseRequestsWait(us(100)))
            .when(cpu(0).maps(kib(4)), cpu(0).inInterrupt().maps(kib(4)))
            .thenTheTrace();
    trace
        .shows(a(MapClient.Waits.class).ofMapping(2))
        .each(a(MapClient.Mapped.class).ofMapping(2))
        .comesOf(Grower.Found.class);
    trace.causesOf(a(MapClient.Mapped.class).ofMapping(3)).never(named("Grower.*"));
  }
}
