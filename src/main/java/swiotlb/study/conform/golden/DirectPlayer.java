package swiotlb.study.conform.golden;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.Answer;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.BarePool;
import swiotlb.kernel.bare.Transition;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;
import swiotlb.workload.golden.GoldenAnswer.Work;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/** Plays golden traces on allocators without actors. Not thread-safe. */
public final class DirectPlayer implements GoldenPlayer, GoldenOp.Visitor<Outcome> {
  private static final String DEFAULT = "";

  private final GoldenHeader header;
  private final PageScript script;
  private final Map<String, BareAllocator> allocators = new LinkedHashMap<>();

  /** The allocator that has each live mapping. */
  private final Map<Long, BareAllocator> owners = new HashMap<>();

  private int nextPoolNumber;
  private Work lastWork = Work.NONE;

  /** The allocators that a header describes, as set-up left them. */
  public DirectPlayer(GoldenHeader header) {
    this.header = header;
    this.script = new PageScript();
    var machine = header.machine();
    if (machine != null) {
      setUp(machine);
    }
  }

  private DirectPlayer(DirectPlayer that) {
    this.header = that.header;
    this.script = that.script.copy();
    this.nextPoolNumber = that.nextPoolNumber;
    var copies = new IdentityHashMap<BareAllocator, BareAllocator>();
    that.allocators.forEach(
        (name, allocator) -> {
          var copy = allocator.copy();
          copies.put(allocator, copy);
          allocators.put(name, copy);
        });
    that.owners.forEach((id, owner) -> owners.put(id, Objects.requireNonNull(copies.get(owner))));
  }

  /** The same allocators in the same state, independent from now on. */
  public DirectPlayer copy() {
    return new DirectPlayer(this);
  }

  /**
   * Does as the trace says and not as the allocator would, so that what comes next is decided from
   * the recorded state.
   *
   * @param op an operation that changes the state of the allocator otherwise than {@link #play}
   * @throws IllegalArgumentException if that cannot be: slots that are in use are given once more,
   *     say; in words
   */
  public void follow(GoldenOp op) {
    op.accept(new Follower(this));
  }

  /** The trace's header. */
  public GoldenHeader header() {
    return header;
  }

  /** The allocator that a device is attached to. */
  public BareAllocator allocatorOf(GoldenHeader.Device device) {
    return allocator(device.allocator());
  }

  /** The default allocator and the restricted ones. */
  public Collection<BareAllocator> allocators() {
    return allocators.values();
  }

  /** The default allocator. */
  public BareAllocator defaultAllocator() {
    return allocator(DEFAULT);
  }

  /** The allocator that has a live mapping, or null. */
  public @Nullable BareAllocator ownerOf(long id) {
    return owners.get(id);
  }

  /** What else decides about new pools: the next one's number, and what cannot be had. */
  public String growthState() {
    return nextPoolNumber
        + (script.givesDescriptor() ? "" : "d")
        + (script.givesSlotTable() ? "" : "t");
  }

  void own(long id, BareAllocator allocator) {
    owners.put(id, allocator);
  }

  void addDefaultPool(int number, PoolGeometry geometry) {
    addPool(DEFAULT, number, geometry);
  }

  private void setUp(GoldenHeader.Machine machine) {
    setUp(DEFAULT, machine.mayGrow(), machine);
    if (machine.defaultPool() != null) {
      addPool(DEFAULT, 0, machine.defaultPool());
    }
    for (var restricted : header.restricted()) {
      setUp(restricted.allocator(), false, machine);
      addPool(restricted.allocator(), restricted.pool(), restricted.geometry());
    }
  }

  private void setUp(String allocator, boolean mayGrow, GoldenHeader.Machine machine) {
    var settings =
        new BareAllocator.Settings(
            machine.staticBuild(),
            machine.defaultSlots(),
            machine.defaultAreas(),
            machine.maxPageOrder(),
            machine.physLimit(),
            machine.dmaZoneLimit());
    allocators.put(allocator, new BareAllocator(settings, mayGrow));
  }

  private void addPool(String allocator, int number, PoolGeometry geometry) {
    allocator(allocator).addPool(number, geometry);
    nextPoolNumber = Math.max(nextPoolNumber, number + 1);
  }

  @Override
  public GoldenAnswer play(GoldenOp op) {
    script.begin(op.expected());
    lastWork = Work.NONE;
    return new GoldenAnswer(op.accept(this), lastWork, script.asked());
  }

  @Override
  public String state(GoldenOp op) {
    return areas().toString();
  }

  @Override
  public void close() {
    allocators.clear();
  }

  @Override
  public Outcome map(GoldenOp.Map op) {
    var device = header.device(op.device());
    var demand =
        Demand.ofBuffer(device.limits(), op.originalAddress(), op.sizeBytes(), op.allocAlignMask());
    return mapped(
        device, new Transition.Map(op.id(), op.cpu(), demand, device.limits(), op.viaDma()));
  }

  @Override
  public Outcome alloc(GoldenOp.Alloc op) {
    var device = header.device(op.device());
    var demand = Demand.ofPages(device.limits(), op.sizeBytes());
    return mapped(device, new Transition.Map(op.id(), op.cpu(), demand, device.limits(), false));
  }

  /** A number that is live here only, after a divergence, is free again for the trace. */
  private Outcome mapped(GoldenHeader.Device device, Transition.Map request) {
    var earlier = owners.remove(request.id());
    if (earlier != null) {
      earlier.unmap(request.id());
    }
    var allocator = allocator(device.allocator());
    var answer = allocator.map(request, script);
    lastWork =
        switch (answer.growth()) {
          case NOT_ASKED -> Work.NONE;
          case QUEUED -> Work.QUEUED;
          case QUEUED_BEFORE -> Work.ALREADY;
        };
    if (!(answer instanceof Answer.Mapped mapped)) {
      return GoldenLabels.failed(((Answer.Failed) answer).reason());
    }
    owners.put(request.id(), allocator);
    var buffer = mapped.buffer();
    return buffer.isTransient()
        ? GoldenLabels.mappedTransient(buffer.geometry(), buffer.slot(), request.demand())
        : GoldenLabels.mapped(buffer.pool(), buffer.geometry(), buffer.slot(), request.demand());
  }

  @Override
  public Outcome unmap(GoldenOp.Unmap op) {
    var allocator = owners.remove(op.id());
    return allocator == null
        ? new Outcome.NotLive()
        : new Outcome.Unmapped(allocator.unmap(op.id()).isTransient());
  }

  @Override
  public Outcome pageAlloc(GoldenOp.PageAlloc op) {
    script.fail(op.failsDescriptors(), op.failsSlotTables());
    return new Outcome.Done();
  }

  @Override
  public Outcome rcu(GoldenOp.Rcu op) {
    return new Outcome.Freed(
        allocators.values().stream().mapToInt(a -> a.endGracePeriod(script)).sum());
  }

  @Override
  public Outcome freeze(GoldenOp.Freeze op) {
    allocator(DEFAULT).freeze();
    return new Outcome.Done();
  }

  @Override
  public Outcome resetHiwater(GoldenOp.ResetHiwater op) {
    allocator(DEFAULT).resetHiwater();
    return new Outcome.Done();
  }

  @Override
  public Outcome boot(GoldenOp.Boot op) {
    return GoldenLabels.sized(op.input());
  }

  @Override
  public Outcome grow(GoldenOp.Grow op) {
    var allocator = allocator(DEFAULT);
    if (!allocator.startWorker()) {
      return new Outcome.Idle();
    }
    var geometry = allocator.askForPool(script);
    allocator.endWorker();
    if (geometry == null) {
      return new Outcome.NotGrown();
    }
    var number = nextPoolNumber;
    addPool(DEFAULT, number, geometry);
    return GoldenLabels.grown(number, geometry);
  }

  @Override
  public Outcome stat(GoldenOp.Stat op) {
    var allocator = allocator(op.allocator());
    return new Outcome.Stat(
        allocator.used(),
        allocator.hiwater(),
        allocator.slots(),
        allocator.pools().size(),
        allocator.transientSlots(),
        allocator.isGrowthQueued());
  }

  @Override
  public Outcome areas(GoldenOp.Areas op) {
    return areas();
  }

  private Outcome areas() {
    return new Outcome.Areas(
        allocators.values().stream()
            .flatMap(allocator -> allocator.pools().stream())
            .sorted(Comparator.comparingInt(BarePool::number))
            .map(DirectPlayer::areasOf)
            .toList());
  }

  private static PoolAreas areasOf(BarePool pool) {
    var used = new ArrayList<Integer>();
    var index = new ArrayList<Integer>();
    for (var area = 0; area < pool.geometry().areas(); area++) {
      var owner = pool.ownerOfArea(area);
      used.add(owner.used(area));
      index.add(owner.hint(area));
    }
    return new PoolAreas(pool.number(), used, index);
  }

  private BareAllocator allocator(@Nullable String name) {
    return Objects.requireNonNull(
        allocators.get(name == null ? DEFAULT : name), "lines name declared allocators only");
  }
}
