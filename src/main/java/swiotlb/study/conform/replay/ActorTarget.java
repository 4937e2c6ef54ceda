package swiotlb.study.conform.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import swiotlb.actor.device.CommandedDevice;
import swiotlb.actor.machine.Rig;
import swiotlb.actor.machine.RigSettings;
import swiotlb.actor.pool.Allocator;
import swiotlb.actor.pool.MapClient;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;
import swiotlb.workload.ftrace.RecordedMapping;

/** A recording followed through the actors, in virtual time. */
final class ActorTarget implements ReplayTarget {
  private final Rig rig;
  private final RecordedPages pages = new RecordedPages();
  private final Map<Integer, CommandedDevice.Mapped> live = new HashMap<>();
  private int growths;
  private int unasked;
  private boolean workerRuns;

  ActorTarget(ReplayFacts facts, List<String> devices) {
    this.rig =
        new Rig(
            new RigSettings(
                Optional.of(facts.defaultPool()),
                facts.isStatic(),
                !facts.isStatic(),
                facts.boot().defaultSlots(),
                facts.boot().defaultAreas(),
                -1L,
                Slots.MAX_PAGE_ORDER,
                Zone.DMA_LIMIT,
                false,
                List.of(),
                devices.stream()
                    .map(d -> new RigSettings.Device(d, facts.limits(d), Rig.DEFAULT))
                    .toList()),
            pages,
            null);
  }

  @Override
  public Placement map(Request request) {
    var m = request.mapping();
    pages.refuseNext(m.address() == RecordedMapping.FAILED);
    return placed(m, RecordedCommands.map(m, rig.replyTo()));
  }

  @Override
  public void adoptTransient(Request request) {
    var m = request.mapping();
    pages.refuseNext(false);
    placed(
        m,
        new CommandedDevice.AdoptTransient(
            m.index(), m.cpu(), m.interrupt(), m.originalAddress(), m.sizeBytes(), rig.replyTo()));
  }

  @Override
  public boolean adopt(Request request, long address) {
    var m = request.mapping();
    for (var pool : state().list().newestFirst()) {
      if (pool.geometry().contains(address)) {
        var slot = pool.geometry().slotOf(address);
        var owner = pool.geometry().ownerOf(pool.geometry().areaOfSlot(slot));
        var command =
            new CommandedDevice.Adopt(
                m.index(),
                m.cpu(),
                m.interrupt(),
                m.originalAddress(),
                m.sizeBytes(),
                pool.areas().get(owner),
                slot,
                rig.replyTo());
        return placed(m, command).kind() == Kind.POOL;
      }
    }
    return false;
  }

  private Placement placed(RecordedMapping m, CommandedDevice.Command command) {
    var answer =
        rig.<MapClient.Message, CommandedDevice.Outcome>ask(
            rig.device(m.device()), command, CommandedDevice.Outcome.class);
    if (!(answer instanceof CommandedDevice.Mapped mapped)) {
      return Placement.FAILED;
    }
    live.put(m.index(), mapped);
    return mapped.pool() < 0
        ? Placement.TRANSIENT
        : Placement.inPool(mapped.geometry().addressOf(mapped.slot()));
  }

  @Override
  public void retract(Request request) {
    var m = request.mapping();
    if (live.remove(m.index()) != null) {
      rig.tell(rig.device(m.device()), new CommandedDevice.Retract(m.index()));
    }
  }

  @Override
  public void release(Request request) {
    var m = request.mapping();
    if (live.remove(m.index()) != null) {
      rig.tell(rig.device(m.device()), new CommandedDevice.Unmap(m.index()));
    }
  }

  @Override
  public void startWorker(PoolGeometry recorded) {
    pages.giveForGrowth(recorded);
    workerRuns = state().isGrowthQueued();
    rig.tell(rig.allocator(Rig.DEFAULT), new Allocator.RunGrowth(rig.replyTo()));
  }

  @Override
  public void publish(PoolGeometry recorded) {
    growths++;
    rig.letTimePass();
    if (!workerRuns) {
      unasked++;
      rig.tell(rig.allocator(Rig.DEFAULT), new Allocator.AdoptPool(recorded));
    }
    workerRuns = false;
  }

  @Override
  public Counters counters() {
    var state = state();
    return new Counters(
        state.list().slots(),
        state.usedSlots(),
        state.hiwaterSlots(),
        state.transientSlots(),
        growths,
        unasked,
        state.growthsQueued());
  }

  private Allocator.State state() {
    return rig.ask(
        rig.allocator(Rig.DEFAULT), new Allocator.ReadState(rig.replyTo()), Allocator.State.class);
  }

  @Override
  public void close() {
    rig.close();
  }
}
