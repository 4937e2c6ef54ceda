package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.PoolGeometry;

/** Timers of the behaviours on the testkit's manual time, which replaces the scheduler. */
class ManualTimeTest {
  private static final long DMA_ZONE_LIMIT = 0xff_ffffL;
  private static final Duration TIMEOUT = Duration.ofMillis(10);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final TestProbe<MapClient.Reply> client = kit.createTestProbe();

  private ActorRef<Allocator.Command> patientAllocator() {
    var now = new NoDelays();
    var pages =
        kit.spawn(PageAllocator.create(new PlentifulMemory(1L << 32, DMA_ZONE_LIMIT, List.of())));
    var atomicPool =
        kit.spawn(
            AtomicPool.create(
                new AtomicPool.Settings(GracePeriod.NONE, DMA_ZONE_LIMIT), now, pages));
    var settings =
        new Allocator.Settings(
            true,
            true,
            new PoolList.SearchRounds(false, 1),
            ChosenDesigns.KERNEL.with(new ExhaustionPolicy.WaitForGrowth(TIMEOUT, 8)),
            AreaCosts.FREE,
            false,
            SlotCounters.atomic(),
            new Grower.Settings(512, 1, 10, 0xffff_ffffL, DMA_ZONE_LIMIT, GrowthCosts.FREE, now),
            PoolRules.DEFAULT,
            AreaDesign.ofKernel(),
            Optional.empty());
    var first = Optional.of(new Allocator.FirstPool(0, new PoolGeometry(0x4000_0000L, 128, 1)));
    return kit.spawn(Allocator.create(settings, first, () -> 1, pages, atomicPool));
  }

  private PoolList publishedPool() {
    var list = client.expectMessageClass(MapClient.PoolsPublished.class).pools();
    return list.newestFirst().isEmpty() ? publishedPool() : list;
  }

  /** When both have answered, the area has passed the request on and the allocator has it. */
  private void awaitQuiet(ActorRef<Area.Command> area, ActorRef<Allocator.Command> allocator) {
    var areaState = kit.<Area.State>createTestProbe();
    area.tell(new Area.ReadState(areaState.getRef()));
    areaState.receiveMessage();
    var allocatorState = kit.<Allocator.State>createTestProbe();
    allocator.tell(new Allocator.ReadState(allocatorState.getRef()));
    assertThat(allocatorState.receiveMessage().growthRequests()).isEqualTo(1);
  }

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  @Test
  void aRequestWaitsForItsTimeoutAndThenTakesATransientPool() {
    var allocator = patientAllocator();
    allocator.tell(new Allocator.Subscribe(client.getRef()));
    var list = publishedPool();
    for (var i = 0; i < 2; i++) {
      var request = Area.MapRequest.first(Requests.of(i, 128, client.getRef()), list);
      list.ownerAt(request.stop(), 0).tell(request);
    }
    assertThat(client.expectMessageClass(MapClient.Mapped.class).isTransient()).isFalse();
    awaitQuiet(list.newestFirst().get(0).areas().get(0), allocator);
    client.expectMessageClass(MapClient.Waits.class);
    time.expectNoMessageFor(TIMEOUT.minusMillis(1), client);
    time.timePasses(Duration.ofMillis(1));
    assertThat(client.expectMessageClass(MapClient.Mapped.class).isTransient()).isTrue();
  }
}
