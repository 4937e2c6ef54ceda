package swiotlb.study.conform.golden;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.actor.machine.Rig;
import swiotlb.actor.machine.RigSettings;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.Pool;
import swiotlb.time.MessageSink;
import swiotlb.workload.golden.GoldenAnswer;
import swiotlb.workload.golden.GoldenAnswer.Outcome;
import swiotlb.workload.golden.GoldenAnswer.PoolAreas;
import swiotlb.workload.golden.GoldenAnswer.Work;
import swiotlb.workload.golden.GoldenHeader;
import swiotlb.workload.golden.GoldenOp;

/** Plays golden traces through the actors, in virtual time. Not thread-safe. */
public final class ActorPlayer implements GoldenPlayer, GoldenOp.Visitor<Outcome> {
  private final GoldenHeader header;
  private final PageScript script;
  private final @Nullable Rig rig;
  private final Map<Long, GoldenHeader.Device> live = new HashMap<>();
  private long growthRequests;
  private long growthsQueued;

  /**
   * The actors that a header describes, as set-up left them.
   *
   * @param sink receives every message, or null
   */
  public ActorPlayer(GoldenHeader header, @Nullable MessageSink sink) {
    this(header, sink, new PageScript());
  }

  /** The same with pages from a script of the caller's. */
  ActorPlayer(GoldenHeader header, @Nullable MessageSink sink, PageScript script) {
    this.header = header;
    this.script = script;
    var machine = header.machine();
    this.rig = machine == null ? null : new Rig(settings(header, machine), script, sink);
  }

  private static RigSettings settings(GoldenHeader header, GoldenHeader.Machine machine) {
    return new RigSettings(
        Optional.ofNullable(machine.defaultPool()),
        machine.staticBuild(),
        machine.mayGrow(),
        machine.defaultSlots(),
        machine.defaultAreas(),
        machine.physLimit(),
        machine.maxPageOrder(),
        machine.dmaZoneLimit(),
        machine.deferredGrace(),
        header.restricted().stream()
            .map(r -> new RigSettings.Restricted(r.allocator(), r.pool(), r.geometry()))
            .toList(),
        header.devices().values().stream()
            .map(
                d ->
                    new RigSettings.Device(
                        d.id(), d.limits(), d.allocator() == null ? Rig.DEFAULT : d.allocator()))
            .toList());
  }

  @Override
  public GoldenAnswer play(GoldenOp op) {
    script.begin(op.expected());
    var outcome = op.accept(this);
    return new GoldenAnswer(outcome, work(op), script.asked());
  }

  @Override
  public String state(GoldenOp op) {
    return rig == null ? "no areas" : areas().toString();
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
    }
  }

  @Override
  public Outcome map(GoldenOp.Map op) {
    var device = header.device(op.device());
    return mapped(
        op.id(),
        device,
        new CommandedDevice.Map(
            op.id(),
            op.cpu(),
            true,
            op.originalAddress(),
            op.sizeBytes(),
            op.allocAlignMask(),
            op.viaDma(),
            rig().replyTo()));
  }

  @Override
  public Outcome alloc(GoldenOp.Alloc op) {
    var device = header.device(op.device());
    return mapped(
        op.id(),
        device,
        new CommandedDevice.AllocatePages(op.id(), op.cpu(), op.sizeBytes(), rig().replyTo()));
  }

  /** A number that is live here only, after a divergence, is free again for the trace. */
  private Outcome mapped(long id, GoldenHeader.Device device, CommandedDevice.Command command) {
    var earlier = live.remove(id);
    if (earlier != null) {
      unmap(id, earlier);
    }
    var answer = rig().ask(rig().device(device.id()), command, CommandedDevice.Outcome.class);
    if (answer instanceof CommandedDevice.Mapped mapped) {
      live.put(id, device);
      return mapped.pool() < 0
          ? GoldenLabels.mappedTransient(mapped.geometry(), mapped.slot(), mapped.demand())
          : GoldenLabels.mapped(mapped.pool(), mapped.geometry(), mapped.slot(), mapped.demand());
    }
    return GoldenLabels.failed(((CommandedDevice.Failed) answer).reason());
  }

  @Override
  public Outcome unmap(GoldenOp.Unmap op) {
    var device = live.remove(op.id());
    return device == null ? new Outcome.NotLive() : unmap(op.id(), device);
  }

  private Outcome unmap(long id, GoldenHeader.Device device) {
    var answer =
        rig()
            .ask(
                rig().device(device.id()),
                new CommandedDevice.Unmap(id),
                CommandedDevice.Unmapped.class);
    return new Outcome.Unmapped(answer.wasTransient());
  }

  @Override
  public Outcome grow(GoldenOp.Grow op) {
    var run =
        rig()
            .askAndWait(
                rig().allocator(Rig.DEFAULT),
                new Allocator.RunGrowth(rig().replyTo()),
                Allocator.GrowthRun.class);
    if (run instanceof Allocator.Grown grown) {
      return GoldenLabels.grown(grown.pool(), grown.geometry());
    }
    return run instanceof Allocator.NotGrown ? new Outcome.NotGrown() : new Outcome.Idle();
  }

  @Override
  public Outcome pageAlloc(GoldenOp.PageAlloc op) {
    script.fail(op.failsDescriptors(), op.failsSlotTables());
    return new Outcome.Done();
  }

  @Override
  public Outcome rcu(GoldenOp.Rcu op) {
    var ended =
        rig()
            .ask(
                rig().atomicPool(),
                new AtomicPool.EndGracePeriod(rig().replyTo()),
                AtomicPool.GracePeriodEnded.class);
    return new Outcome.Freed(ended.releases());
  }

  @Override
  public Outcome freeze(GoldenOp.Freeze op) {
    rig().tell(rig().allocator(Rig.DEFAULT), new Allocator.Freeze());
    return new Outcome.Done();
  }

  @Override
  public Outcome resetHiwater(GoldenOp.ResetHiwater op) {
    rig().tell(rig().allocator(Rig.DEFAULT), new Allocator.ResetHiwater());
    return new Outcome.Done();
  }

  @Override
  public Outcome stat(GoldenOp.Stat op) {
    var state = state(op.allocator() == null ? Rig.DEFAULT : op.allocator());
    return new Outcome.Stat(
        state.usedSlots(),
        state.hiwaterSlots(),
        state.list().slots(),
        state.pools().size(),
        state.transientSlots(),
        state.isGrowthQueued());
  }

  @Override
  public Outcome areas(GoldenOp.Areas op) {
    return areas();
  }

  @Override
  public Outcome boot(GoldenOp.Boot op) {
    return GoldenLabels.sized(op.input());
  }

  /** Whether the operation asked for growth: only a mapping can. */
  private Work work(GoldenOp op) {
    if (!(op instanceof GoldenOp.Map)) {
      return Work.NONE;
    }
    var state = state(Rig.DEFAULT);
    var asked = state.growthRequests() > growthRequests;
    var queued = state.growthsQueued() > growthsQueued;
    growthRequests = state.growthRequests();
    growthsQueued = state.growthsQueued();
    if (!asked) {
      return Work.NONE;
    }
    return queued ? Work.QUEUED : Work.ALREADY;
  }

  private Allocator.State state(String allocator) {
    return rig()
        .ask(
            rig().allocator(allocator),
            new Allocator.ReadState(rig().replyTo()),
            Allocator.State.class);
  }

  private Outcome areas() {
    var pools = new ArrayList<PoolAreas>();
    for (var allocator : rig().allocators()) {
      var state =
          rig().ask(allocator, new Allocator.ReadState(rig().replyTo()), Allocator.State.class);
      for (var pool : state.pools()) {
        var read = rig().ask(pool, new Pool.ReadState(rig().replyTo()), Pool.State.class);
        pools.add(poolAreas(read));
      }
    }
    pools.sort(Comparator.comparingInt(PoolAreas::pool));
    return new Outcome.Areas(pools);
  }

  private static PoolAreas poolAreas(Pool.State state) {
    var used = new ArrayList<Integer>();
    var hints = new ArrayList<Integer>();
    for (Area.State area : state.areas()) {
      used.addAll(area.usedSlots());
      hints.addAll(area.hints());
    }
    return new PoolAreas(state.number(), used, hints);
  }

  private Rig rig() {
    return Objects.requireNonNull(rig, "a file of boot sizings has only boot lines");
  }
}
