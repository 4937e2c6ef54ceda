package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.memory.Encryption;
import swiotlb.actor.memory.PageAllocator;
import swiotlb.figures.GrowthStep;
import swiotlb.kernel.page.PageSource;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.policy.ChosenDesigns;
import swiotlb.kernel.policy.ExhaustionPolicy;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;
import swiotlb.time.Stage;

/**
 * An allocator with its pools and its worker in virtual time. Growth has the pages that a test
 * gives it; the atomic pool and a client only listen.
 */
public final class AllocatorStage implements AutoCloseable {
  static final long WORKER_START_NS = 1_000;
  static final long POOL_NS = 10_000;
  static final long GROWN_NS = WORKER_START_NS + POOL_NS;
  static final long TRANSIENT_NS = 300;
  static final long SEARCH_NS = 100;

  static final PoolGeometry FIRST = new PoolGeometry(0x4000_0000L, 128, 1);
  static final PoolGeometry SECOND = new PoolGeometry(0x5000_0000L, 512, 1);
  static final PoolGeometry THIRD = new PoolGeometry(0x6000_0000L, 512, 1);

  public final Stage stage = new Stage();
  final SlotCounters counters;
  public final ActorRef<MapClient.Reply> client = stage.listener("client");
  public final ActorRef<Allocator.Drained> drainer = stage.listener("drainer");
  final ActorRef<Allocator.GrowthRun> runner = stage.listener("runner");
  final ActorRef<Allocator.Command> allocator;

  private final ActorRef<Allocator.State> reader = stage.listener("reader");
  private final Deque<Long> addresses = new ArrayDeque<>();

  /** Addresses of blocks that were given back. */
  final List<Long> freed = new ArrayList<>();

  private int lastPoolNumber;

  private AllocatorStage(
      boolean mayGrow,
      boolean workerOnCommand,
      ChosenDesigns designs,
      Optional<Allocator.FirstPool> first,
      boolean isEncrypted,
      PoolRules rules) {
    counters = SlotCounters.of(false, rules.tracksUse());
    Optional<ActorRef<Encryption.Command>> encryption =
        isEncrypted ? Optional.of(stage.listener("encryption")) : Optional.empty();
    var settings =
        new Allocator.Settings(
            mayGrow,
            workerOnCommand,
            new PoolList.SearchRounds(false, 1),
            designs,
            new AreaCosts(SEARCH_NS, 0, 0, 0, 0, 0),
            false,
            counters,
            new Grower.Settings(
                SlotUnits.DEFAULT,
                512,
                1,
                10,
                0xffff_ffffL,
                0xff_ffffL,
                encryption,
                new GrowthCosts(WORKER_START_NS, 0, POOL_NS, TRANSIENT_NS),
                stage.timeline()),
            rules,
            AreaDesign.ofKernel(),
            Optional.empty());
    var pages = stage.enter(PageAllocator.create(new GivenPages()), "pages");
    var atomicPool = stage.<AtomicPool.Command>listener("atomic-pool");
    allocator =
        stage.enter(
            Allocator.create(settings, first, () -> ++lastPoolNumber, pages, atomicPool),
            "allocator");
    at(0, new Allocator.Observe(stage.listener("observer")));
  }

  private AllocatorStage(
      boolean mayGrow,
      boolean workerOnCommand,
      ExhaustionPolicy policy,
      Optional<Allocator.FirstPool> first) {
    this(
        mayGrow,
        workerOnCommand,
        ChosenDesigns.KERNEL.with(policy),
        first,
        false,
        PoolRules.DEFAULT);
  }

  private final class GivenPages implements PageSource {
    @Override
    public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
      return addresses.poll();
    }

    @Override
    public void free(long address, int order) {
      freed.add(address);
    }
  }

  private static Optional<Allocator.FirstPool> firstPool() {
    return Optional.of(new Allocator.FirstPool(0, FIRST));
  }

  static AllocatorStage growing() {
    return growing(new ExhaustionPolicy.TakeTransient());
  }

  static AllocatorStage growing(ExhaustionPolicy policy) {
    return new AllocatorStage(true, false, policy, firstPool());
  }

  static AllocatorStage growing(ChosenDesigns designs) {
    return new AllocatorStage(true, false, designs, firstPool(), false, PoolRules.DEFAULT);
  }

  /** In memory that is encrypted; of the hypervisor it is heard what a test lets it say. */
  static AllocatorStage encrypted(PoolRules rules) {
    return new AllocatorStage(true, false, ChosenDesigns.KERNEL, firstPool(), true, rules);
  }

  static AllocatorStage growing(PoolRules rules) {
    return new AllocatorStage(true, false, ChosenDesigns.KERNEL, firstPool(), false, rules);
  }

  static AllocatorStage growingOnCommand() {
    return new AllocatorStage(true, true, new ExhaustionPolicy.TakeTransient(), firstPool());
  }

  static AllocatorStage restricted() {
    return new AllocatorStage(false, false, new ExhaustionPolicy.TakeTransient(), firstPool());
  }

  static AllocatorStage withoutMemory() {
    return new AllocatorStage(true, false, new ExhaustionPolicy.TakeTransient(), Optional.empty());
  }

  /** Growth finds memory for these pools, one after the other, and then no more. */
  void hasPagesFor(PoolGeometry... pools) {
    for (var pool : pools) {
      addresses.add(pool.start());
    }
  }

  void at(long timeNs, Allocator.Command message) {
    stage.at(timeNs, allocator, message);
  }

  /** A request of two slots that no area could serve. */
  public void exhaustedAt(long timeNs, long mapping) {
    at(timeNs, Requests.exhausted(Requests.of(mapping, 2, client)));
  }

  /** The atomic pool answers the only question that it was asked. */
  void grantTransientPool(PoolGeometry range) {
    var take = stage.only("atomic-pool", AtomicPool.Take.class);
    stage.at(0, take.replyTo(), new AtomicPool.Granted(take.mapping(), range));
    stage.play();
  }

  /** The hypervisor answers the only wish that it has heard. */
  void answerSharing(boolean isGranted) {
    var wish = stage.only("encryption", Encryption.Decrypt.class);
    stage.at(
        0,
        wish.replyTo(),
        isGranted ? new Encryption.Changed(wish.quest()) : new Encryption.NotChanged(wish.quest()));
    stage.play();
  }

  void unmapAt(long timeNs, MapClient.Mapped mapped) {
    stage.at(timeNs, mapped.area(), new Area.Unmap(mapped.mapping(), mapped.slot(), client));
  }

  /** The state at a time, once everything has been played. */
  Allocator.State stateAt(long timeNs) {
    at(timeNs, new Allocator.ReadState(reader));
    stage.play();
    return stage.only("reader", Allocator.State.class);
  }

  /** The steps of growth that an observer has heard of, once everything has been played. */
  List<GrowthStep> growth() {
    stage.play();
    return stage.told("observer", Allocator.GrowthNoted.class).stream()
        .map(Allocator.GrowthNoted::step)
        .toList();
  }

  /** The numbers of the pools that the client was told of last, newest first. */
  List<Integer> publishedPools() {
    var lists = stage.told("client", MapClient.PoolsPublished.class);
    return lists.get(lists.size() - 1).pools().newestFirst().stream()
        .map(PoolList.Entry::number)
        .toList();
  }

  @Override
  public void close() {
    stage.close();
  }
}
