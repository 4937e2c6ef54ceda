package swiotlb.story;

import static swiotlb.figures.GrowthStep.Event.PUBLISHED;
import static swiotlb.figures.GrowthStep.Event.QUEUED;
import static swiotlb.figures.GrowthStep.Event.STARTED;

import org.junit.jupiter.api.Test;
import swiotlb.actor.pool.Allocator;

/**
 * Many requests find a full allocator, and one of them makes it grow: queued and running are two
 * states of the work (specification, section 3, step 5, and section 6).
 */
class GrowthRaceTest extends Story {
  private static final long WHILE_THE_WORKER_RUNS = Machine.WORKER_START_NS + Machine.QUESTION_NS;

  @Test
  void ofManyThatAreRefusedOneQueuesTheWork() {
    givenFull(allocator())
        .when(cpu(0).maps(5, kib(4)))
        .thenTheTrace()
        .exactly(5, Allocator.Exhausted.class)
        .exactly(1, growth(QUEUED))
        .exactly(1, named("Allocator.StartWorker"))
        .exactly(1, growth(PUBLISHED));
  }

  @Test
  void theFirstThatIsRefusedIsTheOneThatQueuesIt() {
    givenFull(allocator())
        .when(cpu(0).maps(5, kib(4)))
        .thenTheTrace()
        .causesOf(growth(PUBLISHED))
        .exactly(1, Allocator.Exhausted.class)
        .shows(a(Allocator.Exhausted.class).ofMapping(2));
  }

  @Test
  void aRequestRefusedWhileTheWorkerRunsQueuesItOnceMore() {
    givenFull(allocator())
        .when(cpu(0).maps(kib(4)))
        .andAfter(WHILE_THE_WORKER_RUNS, cpu(0).maps(3, kib(4)))
        .thenTheTrace()
        .exactly(4, Allocator.Exhausted.class)
        .shows(growth(QUEUED))
        .then(growth(STARTED))
        .then(growth(QUEUED))
        .then(growth(PUBLISHED))
        .then(growth(STARTED))
        .then(growth(PUBLISHED))
        .exactly(2, growth(QUEUED));
  }

  @Test
  void theSecondRunBeginsAfterTheFirstHasEnded() {
    givenFull(allocator())
        .when(cpu(0).maps(kib(4)))
        .andAfter(WHILE_THE_WORKER_RUNS, cpu(0).maps(kib(4)))
        .thenTheTrace()
        .since(growth(PUBLISHED))
        .exactly(1, named("Allocator.StartWorker"))
        .exactly(1, growth(STARTED));
  }
}
