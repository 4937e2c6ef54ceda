package swiotlb.actor.memory;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.BehaviorTestKit;
import akka.actor.testkit.typed.javadsl.TestInbox;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import swiotlb.actor.memory.PageAllocator.AllocateContiguous;
import swiotlb.actor.memory.PageAllocator.AllocateObject;
import swiotlb.actor.memory.PageAllocator.AllocatePages;
import swiotlb.actor.memory.PageAllocator.KernelObject;
import swiotlb.actor.memory.PageAllocator.ObjectGranted;
import swiotlb.actor.memory.PageAllocator.PagesGranted;
import swiotlb.actor.memory.PageAllocator.Refused;
import swiotlb.kernel.page.BuddyMemory;
import swiotlb.kernel.page.MemoryLayout;
import swiotlb.kernel.page.PageStates;
import swiotlb.kernel.page.Zone;
import swiotlb.time.RecordingTimeline;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;

/** Memory that is refused although it is there, and comes back late. */
class FaultsTest {
  private static final long GRACE_NS = 1_000;
  private static final long LONGER_NS = 70_000;
  private static final int LEAST_ORDER = 3;

  private final RecordingTimeline timeline = new RecordingTimeline();
  private final TestInbox<PageAllocator.Reply> asker = TestInbox.create("asker");
  private final TestInbox<Encryption.State> reader = TestInbox.create("reader");

  private Faults faults(Fault... some) {
    return new Faults(rates(some), timeline);
  }

  private static FaultRates rates(Fault... some) {
    var rates = new EnumMap<Fault, Integer>(Fault.class);
    List.of(some).forEach(fault -> rates.put(fault, 1));
    return new FaultRates(rates, LEAST_ORDER, 0, LONGER_NS, 0, 0);
  }

  private BehaviorTestKit<PageAllocator.Command> allocator(Fault... some) {
    var memory = BuddyMemory.of(MemoryLayout.x86(64L << 20), List.of(), 8L << 20, 0);
    return BehaviorTestKit.create(PageAllocator.create(memory, faults(some)));
  }

  private PageAllocator.Reply pages(
      BehaviorTestKit<PageAllocator.Command> allocator, int order, boolean mayWait) {
    allocator.run(new AllocatePages(1, order, Zone.NORMAL, mayWait, asker.getRef()));
    return asker.receiveMessage();
  }

  private static final Fault[] ALL_PAGES = {Fault.BLOCKING_PAGES, Fault.ATOMIC_PAGES};

  @Test
  void pagesAreRefusedWhereItHappens() {
    var allocator = allocator(ALL_PAGES);
    timeline.everythingHappens(true);
    assertThat(pages(allocator, LEAST_ORDER, true)).isEqualTo(new Refused(1));
    assertThat(pages(allocator, LEAST_ORDER, false)).isEqualTo(new Refused(1));
    assertThat(timeline.asked())
        .containsExactly(
            "a block of 8 pages is refused to who may wait",
            "a block of 8 pages is refused to who may not wait");
  }

  @Test
  void pagesAreGrantedWhereItDoesNotHappen() {
    assertThat(pages(allocator(ALL_PAGES), LEAST_ORDER, true)).isInstanceOf(PagesGranted.class);
  }

  @Test
  void smallerBlocksAreNeverRefused() {
    var allocator = allocator(ALL_PAGES);
    timeline.everythingHappens(true);
    assertThat(pages(allocator, LEAST_ORDER - 1, true)).isInstanceOf(PagesGranted.class);
    assertThat(timeline.asked()).isEmpty();
  }

  @Test
  void whoMayWaitIsNotRefusedWhatOnlyOthersAre() {
    var allocator = allocator(Fault.ATOMIC_PAGES);
    timeline.everythingHappens(true);
    assertThat(pages(allocator, LEAST_ORDER, true)).isInstanceOf(PagesGranted.class);
    assertThat(timeline.asked()).isEmpty();
  }

  @Test
  void contiguousPagesAreNotHad() {
    var allocator = allocator(Fault.CMA);
    timeline.everythingHappens(true);
    allocator.run(new AllocateContiguous(2, 16, asker.getRef()));
    asker.expectMessage(new Refused(2));
    timeline.everythingHappens(false);
    allocator.run(new AllocateContiguous(3, 16, asker.getRef()));
    assertThat(asker.receiveMessage()).isInstanceOf(PagesGranted.class);
  }

  @Test
  void objectsOfAPoolAreRefused() {
    var allocator = allocator(Fault.POOL_OBJECTS);
    timeline.everythingHappens(true);
    allocator.run(new AllocateObject(2, KernelObject.SLOT_TABLE, asker.getRef()));
    asker.expectMessage(new Refused(2));
    timeline.everythingHappens(false);
    allocator.run(new AllocateObject(3, KernelObject.POOL_DESCRIPTOR, asker.getRef()));
    asker.expectMessage(new ObjectGranted(3));
  }

  // The hypervisor.

  private BehaviorTestKit<Encryption.Command> hypervisor() {
    var pages = new PageStates(0, 0, 0, new SplittableRandom(1));
    return BehaviorTestKit.create(
        Encryption.create(
            pages, Encryption.Costs.FREE, timeline, faults(Fault.SHARING, Fault.STUCK)));
  }

  private final TestInbox<Encryption.Reply> owner = TestInbox.create("owner");

  private Encryption.Reply share(BehaviorTestKit<Encryption.Command> hypervisor) {
    hypervisor.run(new Encryption.Decrypt(1, 0, 4, owner.getRef()));
    return timeline.takeOnly(Encryption.Reply.class);
  }

  private Encryption.Reply makePrivate(BehaviorTestKit<Encryption.Command> hypervisor) {
    hypervisor.run(new Encryption.Encrypt(2, 0, 4, owner.getRef()));
    return timeline.takeOnly(Encryption.Reply.class);
  }

  private Encryption.State state(BehaviorTestKit<Encryption.Command> hypervisor) {
    hypervisor.run(new Encryption.ReadState(reader.getRef()));
    return reader.receiveMessage();
  }

  @Test
  void pagesThatTheHypervisorRefusesAreInDoubt() {
    var hypervisor = hypervisor();
    timeline.everythingHappens(true);
    assertThat(share(hypervisor)).isEqualTo(new Encryption.NotChanged(1));
    timeline.everythingHappens(false);
    assertThat(makePrivate(hypervisor)).isEqualTo(new Encryption.Changed(2));
    assertThat(state(hypervisor).refusals()).isEqualTo(1);
    assertThat(state(hypervisor).sharedPages()).isZero();
  }

  @Test
  void pagesThatAreStuckAreLost() {
    var hypervisor = hypervisor();
    share(hypervisor);
    timeline.everythingHappens(true);
    assertThat(makePrivate(hypervisor)).isEqualTo(new Encryption.NotChanged(2));
    assertThat(state(hypervisor).leakedPages()).isEqualTo(4);
  }

  // Grace periods.

  private long freedAtNs() {
    var settings = new AtomicPool.Settings(GracePeriod.always(GRACE_NS), 0, 0, Optional.empty());
    var pages = TestInbox.<PageAllocator.Command>create("pages");
    var pool =
        BehaviorTestKit.create(
            AtomicPool.create(settings, timeline, faults(Fault.LONG_GRACE), pages.getRef()));
    pool.run(new AtomicPool.Release(1 << 20, 4));
    return timeline.take().get(0).timeNs();
  }

  @Test
  void aGracePeriodIsLongerWhereItHappens() {
    assertThat(freedAtNs()).isEqualTo(GRACE_NS);
    timeline.everythingHappens(true);
    assertThat(freedAtNs()).isEqualTo(GRACE_NS + LONGER_NS);
  }

  @Test
  void whatHasNoRateIsNeverAskedFor() {
    var none = new Faults(FaultRates.NONE, timeline);
    timeline.everythingHappens(true);
    assertThat(none.refusesPages(9, true)).isFalse();
    assertThat(none.workerLateNs("a worker")).isZero();
    assertThat(timeline.asked()).isEmpty();
  }
}
