package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.pool.AllocatorStage.GROWN_NS;
import static swiotlb.actor.pool.AllocatorStage.SEARCH_NS;
import static swiotlb.actor.pool.AllocatorStage.SECOND;
import static swiotlb.actor.pool.AllocatorStage.THIRD;
import static swiotlb.actor.pool.AllocatorStage.WORKER_START_NS;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.time.Stage;

/** What becomes of requests that no pool could serve, while growth is under way. */
class ExhaustionPolicyTest {
  private static final long TIMEOUT_NS = 15_000;
  private static final long SEARCH_OF_TWO_POOLS_NS = 2 * SEARCH_NS;
  private static final PoolGeometry TWO_SLOTS = new PoolGeometry(0x7000_0000L, 2, 1);

  private AllocatorStage machine = machine(TIMEOUT_NS, 2);
  private Stage stage = machine.stage;

  private static ExhaustionPolicy.WaitForGrowth waiting(long timeoutNs, int most) {
    return new ExhaustionPolicy.WaitForGrowth(Duration.ofNanos(timeoutNs), most);
  }

  private static AllocatorStage machine(long timeoutNs, int most) {
    return AllocatorStage.growing(waiting(timeoutNs, most));
  }

  private void given(AllocatorStage other) {
    machine.close();
    machine = other;
    stage = other.stage;
  }

  @AfterEach
  void close() {
    machine.close();
  }

  private boolean hasTakenTheTransientPath() {
    return !stage.told("atomic-pool", AtomicPool.Take.class).isEmpty();
  }

  private long tookTheTransientPathAtNs() {
    return stage.toldAtNs("atomic-pool", AtomicPool.Take.class);
  }

  private MapClient.Mapped mapped() {
    return stage.only("client", MapClient.Mapped.class);
  }

  private void neverServedAt(long timeNs, long mapping) {
    machine.at(timeNs, Requests.exhausted(Requests.neverServed(mapping, machine.client)));
  }

  // The policies.

  @Test
  void takingATransientPoolHasNoPatience() {
    var policy = new ExhaustionPolicy.TakeTransient();
    assertThat(policy.patience(true, 0)).isZero();
  }

  @Test
  void waitingForGrowthHasPatienceUntilTheTimeout() {
    assertThat(waiting(100, 2).patience(true, 1)).hasNanos(100);
  }

  @Test
  void waitingForGrowthHasNoPatienceWhereEnoughWaitAlready() {
    assertThat(waiting(100, 2).patience(true, 2)).isZero();
  }

  @Test
  void waitingForGrowthHasNoPatienceInInterruptContext() {
    assertThat(waiting(100, 2).patience(false, 0)).isZero();
  }

  // Waiting, in the allocator.

  @Test
  void aWaitingRequestSearchesAgainWhenAPoolIsPublished() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(mapped().geometry()).isEqualTo(SECOND);
  }

  @Test
  void aWaitingRequestThatIsServedTakesNoTransientPool() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(hasTakenTheTransientPath()).isFalse();
  }

  @Test
  void theWaitIsPartOfTheCost() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(500, 7);
    stage.play();
    assertThat(mapped().cost()).isEqualTo(new SearchCost(1, 0, SEARCH_NS, GROWN_NS, 0));
  }

  @Test
  void waitingRequestsSearchAgainInTheOrderInWhichTheyCame() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 9);
    machine.exhaustedAt(1, 7);
    stage.play();
    assertThat(stage.told("client", MapClient.Mapped.class))
        .extracting(MapClient.Mapped::mapping)
        .containsExactly(9L, 7L);
  }

  @Test
  void waitingIsBounded() {
    machine.hasPagesFor(SECOND);
    for (var mapping = 1; mapping <= 3; mapping++) {
      machine.exhaustedAt(mapping, mapping);
    }
    stage.play();
    assertThat(stage.only("atomic-pool", AtomicPool.Take.class).mapping()).isEqualTo(3);
    assertThat(tookTheTransientPathAtNs()).isEqualTo(3);
  }

  @Test
  void theBoundHoldsForARequestThatSearchedAgainInVain() {
    given(machine(2 * TIMEOUT_NS, 1));
    machine.hasPagesFor(SECOND, THIRD);
    neverServedAt(0, 7);
    neverServedAt(GROWN_NS + SEARCH_NS / 2, 8);
    stage.playTo(GROWN_NS + WORKER_START_NS);
    assertThat(stage.told("atomic-pool", AtomicPool.Take.class)).hasSize(1);
  }

  @Test
  void aRequestThatWaitsTooLongTakesTheTransientPath() {
    given(machine(GROWN_NS - 1, 2));
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(500, 7);
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(500 + GROWN_NS - 1);
  }

  @Test
  void aRequestThatWaitedTooLongHasPaidForItsWait() {
    given(machine(GROWN_NS - 1, 2));
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
    assertThat(mapped().cost().waitNs()).isEqualTo(GROWN_NS - 1);
  }

  @Test
  void aRequestThatWaitedTooLongIsNotSearchedForAgain() {
    given(machine(GROWN_NS - 1, 2));
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(stage.told("allocator/pool-1/area-0", Area.MapRequest.class)).isEmpty();
  }

  @Test
  void aRequestThatSearchesAgainInVainWaitsOnceMore() {
    machine.hasPagesFor(SECOND);
    neverServedAt(0, 7);
    stage.playTo(GROWN_NS + WORKER_START_NS);
    assertThat(hasTakenTheTransientPath()).isFalse();
  }

  @Test
  void aRequestThatWaitsOnceMoreHasOnlyTheRestOfItsTime() {
    machine.hasPagesFor(SECOND, THIRD);
    neverServedAt(0, 7);
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(TIMEOUT_NS + SEARCH_OF_TWO_POOLS_NS);
  }

  @Test
  void aRequestNeverWaitsLongerThanTheTimeoutHoweverLongItSearchesInBetween() {
    given(machine(GROWN_NS + 1, 2));
    machine.hasPagesFor(SECOND, THIRD);
    neverServedAt(0, 7);
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(GROWN_NS + 1 + SEARCH_OF_TWO_POOLS_NS);
  }

  @Test
  void aRequestThatWasServedLeavesNoTimerBehind() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(stage.timeline().nowNs()).isEqualTo(GROWN_NS + SEARCH_NS);
  }

  @Test
  void aRequestThatWaitsOnceMoreQueuesGrowthOnceMore() {
    machine.hasPagesFor(SECOND, THIRD);
    neverServedAt(0, 7);
    assertThat(machine.stateAt(GROWN_NS + SEARCH_OF_TWO_POOLS_NS + 1).growthsQueued()).isEqualTo(2);
  }

  @Test
  void bothWaitsOfARequestArePartOfTheCost() {
    machine.hasPagesFor(SECOND, THIRD);
    neverServedAt(0, 7);
    stage.play();
    var take = stage.only("atomic-pool", AtomicPool.Take.class);
    stage.at(0, take.replyTo(), new AtomicPool.Refused(7));
    stage.play();
    assertThat(stage.only("client", MapClient.MapFailed.class).cost().waitNs())
        .isEqualTo(TIMEOUT_NS);
  }

  @Test
  void aFailedGrowthEndsTheWait() {
    machine.exhaustedAt(0, 7);
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(WORKER_START_NS);
  }

  @Test
  void aRequestWhoseWaitEndedWithAFailedGrowthHasPaidForIt() {
    machine.exhaustedAt(0, 7);
    stage.play();
    machine.grantTransientPool(TWO_SLOTS);
    assertThat(mapped().cost().waitNs()).isEqualTo(WORKER_START_NS);
  }

  @Test
  void aRequestInInterruptContextTakesTheTransientPathAtOnce() {
    machine.hasPagesFor(SECOND);
    machine.at(50, Requests.exhausted(Requests.inInterrupt(7, 2, machine.client)));
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(50);
  }

  private static AllocatorStage adding(int slots) {
    var k = ChosenDesigns.KERNEL;
    return AllocatorStage.growing(
        new ChosenDesigns(
            k.placement(),
            (defaultSlots, presentSlots) -> slots,
            waiting(TIMEOUT_NS, 2),
            k.idle(),
            k.search(),
            k.locks()));
  }

  @Test
  void nobodyWaitsWhereNoPoolIsAdded() {
    given(adding(0));
    machine.exhaustedAt(50, 7);
    stage.play();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(50);
  }

  @Test
  void aPoolOfLessThanASlotSetIsNotAdded() {
    given(adding(127));
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(50, 7);
    assertThat(machine.growth()).isEmpty();
    assertThat(tookTheTransientPathAtNs()).isEqualTo(50);
  }

  @Test
  void nobodyWaitsForAnAllocatorThatMayNotGrow() {
    machine.at(0, new Allocator.Freeze());
    machine.exhaustedAt(50, 7);
    stage.play();
    assertThat(stage.toldAtNs("client", MapClient.MapFailed.class)).isEqualTo(50);
  }

  @Test
  void theRefusalThatCameClosestOutlivesTheWait() {
    machine.hasPagesFor(SECOND);
    var request = Requests.of(7, 2, machine.client);
    machine.at(
        0, new Allocator.Exhausted(request, Refusal.NO_ACCEPTABLE_START, 1, SearchCost.NONE));
    stage.play();
    assertThat(stage.only("allocator/pool-1/area-0", Area.MapRequest.class).closest())
        .isEqualTo(Refusal.NO_ACCEPTABLE_START);
  }

  @Test
  void drainingAwaitsWhoeverWaits() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.playTo(GROWN_NS);
    assertThat(stage.told("drainer", Allocator.Drained.class)).isEmpty();
  }

  @Test
  void drainingEndsWhenWhoeverWaitedIsServed() {
    machine.hasPagesFor(SECOND);
    machine.exhaustedAt(0, 7);
    machine.at(1, new Allocator.Drain(0, machine.drainer));
    stage.play();
    assertThat(stage.told("drainer", Allocator.Drained.class)).hasSize(1);
  }
}
