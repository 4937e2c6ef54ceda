package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.actor.pool.AllocatorStage.SECOND;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.policy.ChosenDesigns;

/** A pool that was added, and that nobody uses any more, where such pools are given back. */
class IdlePoolsTest {
  private static final long MS = 1_000_000;
  private static final long PATIENCE_NS = 10 * MS;

  private final AllocatorStage machine = AllocatorStage.growing(shrinking());

  private static ChosenDesigns shrinking() {
    var k = ChosenDesigns.KERNEL;
    return new ChosenDesigns(
        k.placement(),
        k.growth(),
        k.exhaustion(),
        () -> Optional.of(Duration.ofNanos(PATIENCE_NS)),
        k.search(),
        k.locks());
  }

  @AfterEach
  void close() {
    machine.close();
  }

  /** The second pool is there, with a buffer that is mapped after half a millisecond. */
  private MapClient.Mapped grown() {
    machine.hasPagesFor(SECOND);
    machine.at(0, new Allocator.Subscribe(machine.client));
    machine.exhaustedAt(0, 1);
    machine.stage.playTo(MS / 2);
    var list = lists().get(lists().size() - 1);
    var request = Area.MapRequest.first(Requests.of(2, 4, machine.client), list);
    machine.stage.at(MS / 2, list.ownerAt(request.stop(), 0), request);
    machine.stage.playTo(MS);
    return machine.stage.only("client", MapClient.Mapped.class);
  }

  private List<PoolList> lists() {
    return machine.stage.told("client", MapClient.PoolsPublished.class).stream()
        .map(MapClient.PoolsPublished::pools)
        .toList();
  }

  private void unmapAt(long timeNs, MapClient.Mapped mapped) {
    machine.unmapAt(timeNs, mapped);
    machine.stage.play();
  }

  @Test
  void itIsTakenOffTheListSomeTimeAfterItsLastUnmap() {
    unmapAt(2 * MS, grown());
    assertThat(machine.publishedPools()).containsExactly(0);
    assertThat(machine.growth())
        .last()
        .satisfies(
            step -> {
              assertThat(step.event()).isEqualTo(GrowthStep.Event.GIVEN_BACK);
              assertThat(step.slots()).isEqualTo(SECOND.slots());
              assertThat(step.timeNs()).isGreaterThanOrEqualTo(2 * MS + PATIENCE_NS);
            });
  }

  @Test
  void itsMemoryIsGivenBack() {
    unmapAt(2 * MS, grown());
    assertThat(machine.freed).containsExactly(SECOND.start());
  }

  @Test
  void itGoesIfNobodyEverUsedIt() {
    machine.hasPagesFor(SECOND);
    machine.at(0, new Allocator.Subscribe(machine.client));
    machine.exhaustedAt(0, 1);
    machine.stage.play();
    assertThat(machine.publishedPools()).containsExactly(0);
    assertThat(machine.freed).containsExactly(SECOND.start());
  }

  @Test
  void itStaysWhileABufferIsInUse() {
    grown();
    machine.stage.play();
    assertThat(machine.publishedPools()).containsExactly(1, 0);
    assertThat(machine.freed).isEmpty();
  }

  @Test
  void itStaysIfItWasUsedMeanwhile() {
    var first = grown();
    machine.unmapAt(2 * MS, first);
    var list = lists().get(lists().size() - 1);
    var again = Area.MapRequest.first(Requests.of(3, 4, machine.client), list);
    machine.stage.at(2 * MS + PATIENCE_NS / 2, list.ownerAt(again.stop(), 0), again);
    machine.stage.play();
    assertThat(machine.publishedPools()).containsExactly(1, 0);
  }

  @Test
  void aRequestWithAnOlderListPassesItBy() {
    var mapped = grown();
    var old = lists().get(lists().size() - 1);
    unmapAt(2 * MS, mapped);
    var late = Area.MapRequest.first(Requests.of(4, 4, machine.client), old);
    machine.stage.at(100 * MS, mapped.area(), late);
    machine.stage.play();
    assertThat(machine.stage.told("client", MapClient.Mapped.class))
        .last()
        .extracting(MapClient.Mapped::pool)
        .isEqualTo(0);
  }

  @Test
  void theFirstPoolStaysHoweverIdle() {
    assertThat(machine.stateAt(1_000 * MS).pools()).hasSize(1);
    assertThat(machine.freed).isEmpty();
  }
}
