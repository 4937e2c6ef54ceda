package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.pool.AllocatorStage.GROWN_NS;
import static swiotlb.actor.pool.AllocatorStage.SEARCH_NS;
import static swiotlb.actor.pool.AllocatorStage.SECOND;
import static swiotlb.actor.pool.AllocatorStage.THIRD;
import static swiotlb.actor.pool.AllocatorStage.TRANSIENT_NS;
import static swiotlb.actor.pool.AllocatorStage.WORKER_START_NS;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.time.Stage;

class AllocatorTest {
  private static final PoolGeometry TWO_SLOTS = new PoolGeometry(0x7000_0000L, 2, 1);

  private AllocatorStage machine = AllocatorStage.growing();
  private Stage stage = machine.stage;

  private void given(AllocatorStage other) {
    machine.close();
    machine = other;
    stage = other.stage;
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private <M> M toldClient(Class<M> type) {
    return stage.only("client", type);
  }

  private MapClient.MapFailed failure() {
    return toldClient(MapClient.MapFailed.class);
  }

  private void servedByATransientPool() {
    machine.exhaustedAt(0, 7);
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
  }

  private boolean isDrained() {
    return !stage.told("drainer", Allocator.Drained.class).isEmpty();
  }

  // Growth.

  @Test
  void growthIsQueuedOnceHoweverManyAsk() {
    for (var mapping = 1; mapping <= 3; mapping++) {
      machine.exhaustedAt(0, mapping);
    }
    var state = machine.stateAt(1);
    assertThat(state.growthRequests()).isEqualTo(3);
    assertThat(state.growthsQueued()).isEqualTo(1);
  }

  @Test
  void theWorkerBeginsSomeTimeAfterItWasQueued() {
    machine.exhaustedAt(50, 7);
    stage.play();
    assertThat(stage.toldAtNs("allocator/grower", Grower.Grow.class))
        .isEqualTo(50 + WORKER_START_NS);
  }

  @Test
  void growthIsQueuedAgainWhileTheWorkerRuns() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    machine.exhaustedAt(WORKER_START_NS + 1, 8);
    var state = machine.stateAt(WORKER_START_NS + 2);
    assertThat(state.isGrowthQueued()).isTrue();
    assertThat(state.growthsQueued()).isEqualTo(2);
  }

  @Test
  void theWorkerRunsAgainWhenItWasQueuedMeanwhile() {
    machine.hasPagesFor(SECOND, THIRD);
    machine.exhaustedAt(0, 7);
    machine.exhaustedAt(WORKER_START_NS + 1, 8);
    stage.play();
    assertThat(stage.toldAtNs("allocator/grower", Grower.Grow.class))
        .isEqualTo(GROWN_NS + WORKER_START_NS);
  }

  @Test
  void theWorkerRestsWhenNobodyAskedMeanwhile() {
    machine.hasPagesFor(SECOND, THIRD);
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(stage.told("allocator/grower", Grower.Grow.class)).hasSize(1);
  }

  @Test
  void aNewPoolIsPublishedAtTheHeadOfTheList() {
    machine.hasPagesFor(SECOND);
    machine.at(0, new Allocator.Subscribe(machine.client));
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(machine.publishedPools()).containsExactly(1, 0);
  }

  @Test
  void aPublicationIsOneMessageToEachClientHoweverManyAreasThereAre() {
    machine.hasPagesFor(SECOND);
    machine.at(0, new Allocator.Subscribe(machine.client));
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(stage.told())
        .filteredOn(told -> told.timeNs() == GROWN_NS)
        .filteredOn(told -> told.message().getClass().getSimpleName().equals("PoolsPublished"))
        .extracting(Stage.Told::to)
        .containsExactly("client");
  }

  @Test
  void nothingIsPublishedWhenGrowthFailed() {
    machine.at(0, new Allocator.Subscribe(machine.client));
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(machine.publishedPools()).containsExactly(0);
  }

  @Test
  void theTimeLineTellsOfAPoolThatWasAdded() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    assertThat(machine.growth())
        .containsExactly(
            new GrowthStep(0, GrowthStep.Event.QUEUED, 0, 0),
            new GrowthStep(WORKER_START_NS, GrowthStep.Event.STARTED, 0, 0),
            new GrowthStep(GROWN_NS, GrowthStep.Event.PUBLISHED, 512, 1));
  }

  @Test
  void theTimeLineTellsOfAGrowthThatFailed() {
    machine.exhaustedAt(0, 7);
    assertThat(machine.growth())
        .contains(new GrowthStep(WORKER_START_NS, GrowthStep.Event.FAILED, 512, 0));
  }

  @Test
  void theStateNamesEveryPool() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    assertThat(machine.stateAt(GROWN_NS + 1).pools())
        .extracting(pool -> pool.path().name())
        .containsExactly("pool-0", "pool-1");
  }

  // The worker on command.

  @Test
  void aWorkerOnCommandDoesNotRunByItself() {
    given(AllocatorStage.growingOnCommand());
    machine.exhaustedAt(0, 7);
    assertThat(machine.stateAt(GROWN_NS).isGrowthQueued()).isTrue();
  }

  @Test
  void aWorkerOnCommandTellsWhichPoolItAdded() {
    given(AllocatorStage.growingOnCommand());
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.RunGrowth(machine.runner));
    stage.play();
    assertThat(stage.only("runner", Allocator.GrowthRun.class))
        .isEqualTo(new Allocator.Grown(1, SECOND));
  }

  @Test
  void aWorkerOnCommandTellsThatItHadNoPages() {
    given(AllocatorStage.growingOnCommand());
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.RunGrowth(machine.runner));
    stage.play();
    assertThat(stage.only("runner", Allocator.GrowthRun.class)).isEqualTo(new Allocator.NotGrown());
  }

  @Test
  void aWorkerOnCommandTellsThatNothingWasQueued() {
    given(AllocatorStage.growingOnCommand());
    machine.at(1, new Allocator.RunGrowth(machine.runner));
    stage.play();
    assertThat(stage.only("runner", Allocator.GrowthRun.class))
        .isEqualTo(new Allocator.NothingQueued());
  }

  // Clients.

  @Test
  void aClientIsToldThePresentListWhenItSubscribes() {
    machine.at(1, new Allocator.Subscribe(machine.client));
    stage.play();
    assertThat(machine.publishedPools()).containsExactly(0);
  }

  @Test
  void theHighWaterMarkBeginsAnewOnCommand() {
    machine.counters.take(5);
    machine.counters.giveBack(5);
    machine.at(0, new Allocator.ResetHiwater());
    assertThat(machine.stateAt(1).hiwaterSlots()).isZero();
  }

  @Test
  void theStateTellsTheCounters() {
    machine.counters.take(5);
    machine.counters.giveBack(2);
    machine.counters.addTransient(1);
    assertThat(machine.stateAt(1))
        .extracting(
            Allocator.State::usedSlots,
            Allocator.State::hiwaterSlots,
            Allocator.State::transientSlots)
        .containsExactly(3L, 5L, 1L);
  }

  // No growth: restricted, frozen, without memory.

  @Test
  void aRestrictedAllocatorNeverGrows() {
    given(AllocatorStage.restricted());
    machine.exhaustedAt(0, 7);
    assertThat(machine.stateAt(GROWN_NS).growthRequests()).isZero();
  }

  @Test
  void aRestrictedAllocatorMakesNoTransientPool() {
    given(AllocatorStage.restricted());
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(stage.told("atomic-pool", AtomicPool.Command.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "TOO_FEW_FREE,        NO_FREE_RUN",
    "NO_LONG_RUN,         NO_FREE_RUN",
    "NO_ACCEPTABLE_START, NO_ACCEPTABLE_START",
    "LENT,                LENT"
  })
  void aRestrictedAllocatorFailsForTheReasonThatCameClosest(Refusal closest, FailureReason reason) {
    given(AllocatorStage.restricted());
    var request = Requests.of(7, 2, machine.client);
    machine.at(0, new Allocator.Exhausted(request, closest, 1, SearchCost.NONE));
    stage.play();
    assertThat(failure().reason()).isEqualTo(reason);
  }

  @Test
  void aFailureTellsHowFullTheAllocatorIs() {
    given(AllocatorStage.restricted());
    var request = Requests.of(7, 2, machine.client);
    var cost = new SearchCost(1, 20, 30, 0, 0);
    machine.counters.take(120);
    machine.at(1, new Allocator.Exhausted(request, Refusal.NO_LONG_RUN, 1, cost));
    stage.play();
    assertThat(failure())
        .isEqualTo(new MapClient.MapFailed(7, FailureReason.NO_FREE_RUN, 120, 128, 1, cost));
  }

  @Test
  void aFrozenAllocatorNeverGrows() {
    machine.at(0, new Allocator.Freeze());
    machine.exhaustedAt(1, 7);
    assertThat(machine.stateAt(GROWN_NS).growthRequests()).isZero();
  }

  @Test
  void aFrozenAllocatorFailsWhatItCannotServe() {
    machine.at(0, new Allocator.Freeze());
    machine.exhaustedAt(1, 7);
    stage.play();
    assertThat(failure().reason()).isEqualTo(FailureReason.NO_FREE_RUN);
  }

  @Test
  void whatIsQueuedBeforeTheFreezeStillRuns() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.Freeze());
    assertThat(machine.stateAt(GROWN_NS + 1).list().newestFirst()).hasSize(2);
  }

  @Test
  void withoutMemoryTheListIsEmpty() {
    given(AllocatorStage.withoutMemory());
    machine.at(0, new Allocator.Subscribe(machine.client));
    stage.play();
    assertThat(machine.publishedPools()).isEmpty();
  }

  @Test
  void withoutMemoryNothingEverGrows() {
    given(AllocatorStage.withoutMemory());
    machine.exhaustedAt(0, 7);
    assertThat(machine.stateAt(GROWN_NS).growthRequests()).isZero();
  }

  // The transient path.

  @Test
  void whatNoAreaCouldServeTakesMemoryOfExactlyItsSizeAtOnce() {
    machine.exhaustedAt(50, 7);
    stage.play();
    var take = stage.only("atomic-pool", AtomicPool.Take.class);
    assertThat(List.of(take.mapping(), (long) take.slots(), take.limit()))
        .containsExactly(7L, 2L, Requests.NO_LIMIT);
    assertThat(stage.toldAtNs("atomic-pool", AtomicPool.Take.class)).isEqualTo(50);
  }

  @Test
  void aTransientPoolServesTheRequest() {
    servedByATransientPool();
    assertThat(toldClient(MapClient.Mapped.class))
        .extracting(MapClient.Mapped::isTransient, MapClient.Mapped::geometry)
        .containsExactly(true, TWO_SLOTS);
  }

  @Test
  void settingUpATransientPoolIsPaidFor() {
    servedByATransientPool();
    assertThat(toldClient(MapClient.Mapped.class).cost())
        .isEqualTo(new SearchCost(1, 0, SEARCH_NS, 0, TRANSIENT_NS));
  }

  @Test
  void aRequestFailsWhenThereIsNoMemoryWithoutWaiting() {
    machine.exhaustedAt(0, 7);
    stage.play();
    var take = stage.only("atomic-pool", AtomicPool.Take.class);
    stage.at(0, take.replyTo(), new AtomicPool.Refused(7));
    stage.play();
    assertThat(failure().reason()).isEqualTo(FailureReason.TRANSIENT_REFUSED);
  }

  @Test
  void aRequestThatDoesNotFitItsTransientPoolFails() {
    machine.at(0, Requests.exhausted(Requests.inSecondHalfOfAPage(7, machine.client)));
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
    assertThat(failure().reason()).isEqualTo(FailureReason.TRANSIENT_DOES_NOT_FIT);
  }

  @Test
  void memoryThatDidNotFitIsGivenBackUnused() {
    machine.at(0, Requests.exhausted(Requests.inSecondHalfOfAPage(7, machine.client)));
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
    assertThat(stage.only("atomic-pool", AtomicPool.GiveBack.class))
        .isEqualTo(new AtomicPool.GiveBack(TWO_SLOTS.start(), 2));
  }

  @Test
  void inLaterKernelsItWaitsForReadersToo() {
    given(AllocatorStage.growing(new PoolRules(PoolRules.Unshared.DISABLED, true, false)));
    machine.at(0, Requests.exhausted(Requests.inSecondHalfOfAPage(7, machine.client)));
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
    assertThat(stage.only("atomic-pool", AtomicPool.Release.class))
        .isEqualTo(new AtomicPool.Release(TWO_SLOTS.start(), 2));
  }

  @Test
  void memoryOfATransientPoolIsReleasedWhenItsBufferIsUnmapped() {
    servedByATransientPool();
    machine.unmapAt(0, toldClient(MapClient.Mapped.class));
    stage.play();
    assertThat(stage.only("atomic-pool", AtomicPool.Release.class))
        .isEqualTo(new AtomicPool.Release(TWO_SLOTS.start(), 2));
  }

  // Draining.

  @Test
  void anAllocatorAtRestIsDrainedAtOnce() {
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(stage.toldAtNs("drainer", Allocator.Drained.class)).isEqualTo(1);
  }

  @Test
  void drainingAwaitsTheFirstPool() {
    machine.allocator.tell(new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(isDrained()).isTrue();
  }

  @Test
  void drainingAwaitsTheWorker() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.playTo(1);
    var take = stage.only("atomic-pool", AtomicPool.Take.class);
    stage.at(1, take.replyTo(), new AtomicPool.Refused(7));
    machine.at(2, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(stage.toldAtNs("drainer", Allocator.Drained.class)).isEqualTo(GROWN_NS);
  }

  @Test
  void drainingAwaitsMemoryForATransientPool() {
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(isDrained()).isFalse();
  }

  @Test
  void drainingAwaitsTheUnmapOfATransientPool() {
    servedByATransientPool();
    machine.at(0, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(isDrained()).isFalse();
  }

  @Test
  void theLastUnmapOfATransientPoolEndsTheDraining() {
    servedByATransientPool();
    machine.at(0, new Allocator.Drain(0, machine.drainer));
    machine.unmapAt(0, toldClient(MapClient.Mapped.class));
    stage.play();
    assertThat(isDrained()).isTrue();
  }

  @Test
  void drainingDoesNotAwaitAWorkerOnCommand() {
    given(AllocatorStage.growingOnCommand());
    servedByATransientPool();
    machine.unmapAt(0, toldClient(MapClient.Mapped.class));
    machine.at(0, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(isDrained()).isTrue();
  }

  @Test
  void everybodyWhoAskedToDrainIsAnswered() {
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(stage.told("drainer", Allocator.Drained.class)).hasSize(2);
  }

  // Failure.

  @Test
  void anAreaThatThrowsFailsEverythingAboveItUnderItsOwnName() {
    var area = machine.stateAt(1).list().newestFirst().get(0).areas().get(0);
    stage.at(2, area, new Area.Unmap(7, 5, machine.client));
    stage.play();
    assertThat(stage.failure().orElseThrow())
        .isInstanceOfSatisfying(
            ActorFailedException.class,
            e -> assertThat(e.path()).isEqualTo("/user/allocator/pool-0/area-0"));
  }

  @Test
  void aTransientPoolThatThrowsFailsTheAllocator() {
    servedByATransientPool();
    stage.at(0, toldClient(MapClient.Mapped.class).area(), new Area.Unmap(7, 1, machine.client));
    stage.play();
    assertThat(stage.failure().orElseThrow())
        .isInstanceOfSatisfying(
            ActorFailedException.class,
            e -> assertThat(e.path()).isEqualTo("/user/allocator/transient-1"));
  }

  @Test
  void theFailureKeepsItsCause() {
    var area = machine.stateAt(1).list().newestFirst().get(0).areas().get(0);
    stage.at(2, area, new Area.Unmap(7, 5, machine.client));
    stage.play();
    assertThat(stage.failure().orElseThrow()).hasRootCauseMessage("no buffer begins at slot 5");
  }

  // Memory that is encrypted.

  private void givenEncryptedMemory() {
    givenEncryptedMemory(PoolRules.DEFAULT);
  }

  private void givenEncryptedMemory(PoolRules.Unshared unshared) {
    givenEncryptedMemory(new PoolRules(unshared, true, false));
  }

  private void givenEncryptedMemory(PoolRules rules) {
    given(AllocatorStage.encrypted(rules));
    machine.at(0, new Allocator.Subscribe(machine.client));
    stage.play();
  }

  @Test
  void theFirstPoolIsSharedWithTheHypervisor() {
    givenEncryptedMemory();
    var wish = stage.only("encryption", Encryption.Decrypt.class);
    assertThat(wish.address()).isEqualTo(AllocatorStage.FIRST.start());
    assertThat(wish.pages()).isEqualTo(64);
  }

  @Test
  void theFirstPoolIsNotPublishedBeforeItIsShared() {
    givenEncryptedMemory();
    assertThat(machine.publishedPools()).isEmpty();
  }

  @Test
  void theFirstPoolIsPublishedOnceItIsShared() {
    givenEncryptedMemory();
    machine.answerSharing(true);
    assertThat(machine.publishedPools()).containsExactly(0);
  }

  @Test
  void aFirstPoolThatIsNotSharedIsUsedAllTheSame() {
    givenEncryptedMemory();
    machine.answerSharing(false);
    assertThat(machine.publishedPools()).containsExactly(0);
    assertThat(machine.counters.unsharedSlots()).isEqualTo(128);
    assertThat(servedByTheFirstPool()).isTrue();
  }

  @Test
  void laterKernelsDisableItSoThatItCountsAsFullAndServesNobody() {
    givenEncryptedMemory(PoolRules.Unshared.DISABLED);
    machine.answerSharing(false);
    assertThat(machine.publishedPools()).containsExactly(0);
    assertThat(machine.counters.shownUsed()).isEqualTo(128);
    assertThat(servedByTheFirstPool()).isFalse();
    assertThat(machine.stateAt(GROWN_NS).growthRequests()).isEqualTo(1);
  }

  @Test
  void aRestrictedPoolThatIsNotSharedIsNotThere() {
    givenEncryptedMemory(PoolRules.Unshared.ABSENT);
    machine.answerSharing(false);
    assertThat(machine.publishedPools()).isEmpty();
  }

  /** Asks its area for two slots. */
  private boolean servedByTheFirstPool() {
    var told = stage.told("client", MapClient.PoolsPublished.class);
    var list = told.get(told.size() - 1).pools();
    stage.at(
        0,
        list.ownerAt(list.firstOf(0), 0),
        Area.MapRequest.first(Requests.of(7, 2, machine.client), list));
    stage.play();
    return !stage.told("client", MapClient.Mapped.class).isEmpty();
  }

  @Test
  void nothingIsAtRestBeforeTheFirstPoolIsShared() {
    givenEncryptedMemory();
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(isDrained()).isFalse();
    machine.answerSharing(true);
    assertThat(isDrained()).isTrue();
  }

  @Test
  void aRequestForSharedMemoryAsksTheAtomicPoolForJustThat() {
    machine.at(
        0,
        Requests.exhausted(
            new Request(
                7,
                0,
                false,
                Requests.of(7, 2, machine.client).demand(),
                Requests.NO_LIMIT,
                true,
                machine.client)));
    stage.play();
    assertThat(stage.only("atomic-pool", AtomicPool.Take.class).decrypted()).isTrue();
  }

  // Buffers whose unmap was forgotten.

  private void drainWithLeaked(int transientPools) {
    machine.at(1_000_000, new Allocator.Drain(transientPools, machine.drainer));
    stage.play();
  }

  @Test
  void aLiveTransientPoolKeepsItFromRest() {
    servedByATransientPool();
    drainWithLeaked(0);
    assertThat(isDrained()).isFalse();
  }

  @Test
  void aLeakedTransientPoolDoesNotKeepItFromRest() {
    servedByATransientPool();
    drainWithLeaked(1);
    assertThat(isDrained()).isTrue();
  }
}
