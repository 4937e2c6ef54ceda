package swiotlb.actor.pool;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.GracePeriod;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.kernel.page.PlentifulMemory;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.slot.PoolGeometry;

/** The same behaviours on Akka's own threads, where the work itself takes the time. */
class ConcurrentAllocatorTest {
  private static final PoolGeometry FIRST = new PoolGeometry(0x4000_0000L, 256, 2);
  private static final long DMA_ZONE_LIMIT = 0xff_ffffL;

  private final ActorTestKit kit = ActorTestKit.create();
  private final SlotCounters counters = SlotCounters.atomic();
  private final TestProbe<MapClient.Reply> client = kit.createTestProbe();
  private final TestProbe<Allocator.Drained> drainer = kit.createTestProbe();
  private final TestProbe<Pool.State> reader = kit.createTestProbe();
  private final TestProbe<Allocator.State> allocatorReader = kit.createTestProbe();
  private final ActorRef<Allocator.Command> allocator = allocator();

  private ActorRef<Allocator.Command> allocator() {
    var time = new NoDelays();
    var pages =
        kit.spawn(
            PageAllocator.create(new PlentifulMemory(1L << 32, DMA_ZONE_LIMIT, List.of())),
            "pages");
    var atomicPool =
        kit.spawn(
            AtomicPool.create(
                new AtomicPool.Settings(GracePeriod.NONE, DMA_ZONE_LIMIT), time, pages),
            "atomic-pool");
    var settings =
        new Allocator.Settings(
            true,
            false,
            new PoolList.SearchRounds(false, 2),
            ChosenDesigns.KERNEL,
            AreaCosts.FREE,
            false,
            counters,
            new Grower.Settings(512, 2, 10, 0xffff_ffffL, DMA_ZONE_LIMIT, GrowthCosts.FREE, time),
            PoolRules.DEFAULT,
            AreaDesign.ofKernel(),
            Optional.empty());
    var first = Optional.of(new Allocator.FirstPool(0, FIRST));
    return kit.spawn(Allocator.create(settings, first, () -> 1, pages, atomicPool), "allocator");
  }

  @AfterEach
  void shutDown() {
    kit.shutdownTestKit();
  }

  /** A client may be told of an empty list before the first pool is there. */
  private PoolList subscribe() {
    allocator.tell(new Allocator.Subscribe(client.getRef()));
    return firstPublished();
  }

  private PoolList firstPublished() {
    var list = client.expectMessageClass(MapClient.PoolsPublished.class).pools();
    return list.newestFirst().isEmpty() ? firstPublished() : list;
  }

  private void request(PoolList list, int slots) {
    var first = Area.MapRequest.first(Requests.of(7, slots, client.getRef()), list);
    list.ownerAt(first.stop(), 0).tell(first);
  }

  /** The answer, whatever lists are published before it. */
  private MapClient.Mapped mapped() {
    var reply = client.receiveMessage();
    return reply instanceof MapClient.Mapped mapped ? mapped : mapped();
  }

  private MapClient.Mapped map(PoolList list, int slots) {
    request(list, slots);
    return mapped();
  }

  private PoolList fullPool() {
    var list = subscribe();
    map(list, 128);
    map(list, 128);
    return list;
  }

  private Allocator.State state() {
    allocator.tell(new Allocator.ReadState(allocatorReader.getRef()));
    return allocatorReader.receiveMessage();
  }

  @Test
  void slotsAreMappedAndGivenBack() {
    var mapped = map(subscribe(), 5);
    mapped.area().tell(new Area.Unmap(7, mapped.slot(), client.getRef()));
    assertThat(client.expectMessageClass(MapClient.Unmapped.class).slots()).isEqualTo(5);
  }

  @Test
  void aRequestFindsTheOtherAreaWhenItsOwnIsFull() {
    var list = subscribe();
    map(list, 128);
    assertThat(map(list, 1).slot()).isEqualTo(128);
  }

  @Test
  void aFullAllocatorServesARequestByATransientPool() {
    var list = fullPool();
    assertThat(map(list, 2).isTransient()).isTrue();
  }

  @Test
  void aFullAllocatorGrows() {
    var mapped = map(fullPool(), 2);
    mapped.area().tell(new Area.Unmap(7, mapped.slot(), client.getRef()));
    allocator.tell(new Allocator.Drain(0, drainer.getRef()));
    drainer.receiveMessage();
    assertThat(state().list().newestFirst()).hasSize(2);
  }

  @Test
  void aPoolReadsTheStateOfItsAreas() {
    map(subscribe(), 5);
    state().pools().get(0).tell(new Pool.ReadState(reader.getRef()));
    assertThat(reader.receiveMessage().areas())
        .flatExtracting(Area.State::usedSlots)
        .containsExactly(5, 0);
  }

  @Test
  void anAllocatorWithNothingToDoIsDrained() {
    subscribe();
    allocator.tell(new Allocator.Drain(0, drainer.getRef()));
    drainer.expectMessage(new Allocator.Drained());
  }

  @Test
  void anAreaThatThrowsEndsTheAllocator() {
    var list = subscribe();
    list.newestFirst().get(0).areas().get(0).tell(new Area.Unmap(7, 5, client.getRef()));
    client.expectTerminated(allocator);
  }
}
