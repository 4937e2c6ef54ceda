package swiotlb.study.conform.replay;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.DirectPools;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.workload.ftrace.RecordedMapping;

/** A recording followed on the bare state machines: fast enough to try many assumptions. */
final class DirectTarget implements ReplayTarget {
  /** A live buffer; {@code place} is null in a transient pool. */
  private record Live(DirectPools.@Nullable Place place, int slots) {}

  private final ReplayFacts facts;
  private final DirectPools pools;
  private final Map<Integer, Live> live = new HashMap<>();
  private int growths;
  private int unasked;
  private long workQueued;
  private boolean workerRuns;

  DirectTarget(ReplayFacts facts) {
    this.facts = facts;
    this.pools = new DirectPools(true, false, facts.boot().defaultAreas());
    pools.publish(DirectPools.Pool.of(0, facts.defaultPool()));
  }

  @Override
  public Placement map(RecordedMapping mapping) {
    var demand = facts.demandOf(mapping);
    if (demand.tooLarge()) {
      return Placement.FAILED;
    }
    var place = pools.search(mapping.cpu(), demand);
    if (place != null) {
      live.put(mapping.index(), new Live(place, demand.slots()));
      return Placement.inPool(place.pool().geometry().addressOf(place.slot()));
    }
    takeTransient(mapping, demand);
    return mapping.address() == RecordedMapping.FAILED ? failed(mapping) : Placement.TRANSIENT;
  }

  /** Whether pages could be had is a fact of the machine; where not, nothing stays. */
  private Placement failed(RecordedMapping mapping) {
    release(mapping);
    return Placement.FAILED;
  }

  private void takeTransient(RecordedMapping mapping, Demand demand) {
    if (pools.work().queue()) {
      workQueued++;
    }
    pools.take(demand.slots());
    pools.addTransient(demand.slots());
    live.put(mapping.index(), new Live(null, demand.slots()));
  }

  @Override
  public void retract(RecordedMapping mapping) {
    var buffer = live.get(mapping.index());
    if (buffer == null || buffer.place == null) {
      release(mapping);
      return;
    }
    live.remove(mapping.index());
    var place = buffer.place;
    var area = place.pool().geometry().areaOfSlot(place.slot());
    pools.giveBack(place.pool().ownerOfArea(area).retract(place.slot(), place.hintBefore()));
  }

  @Override
  public boolean adopt(RecordedMapping mapping, long address) {
    var demand = facts.demandOf(mapping);
    for (var pool : pools.pools()) {
      if (pool.geometry().contains(address)) {
        var slot = pool.geometry().slotOf(address);
        var owner = pool.ownerOfArea(pool.geometry().areaOfSlot(slot));
        if (!owner.adopt(slot, demand)) {
          return false;
        }
        pools.take(demand.slots());
        live.put(mapping.index(), new Live(new DirectPools.Place(pool, slot, 0), demand.slots()));
        return true;
      }
    }
    return false;
  }

  @Override
  public void adoptTransient(RecordedMapping mapping) {
    takeTransient(mapping, facts.demandOf(mapping));
  }

  @Override
  public void release(RecordedMapping mapping) {
    var buffer = live.remove(mapping.index());
    if (buffer == null) {
      return;
    }
    if (buffer.place != null) {
      pools.unmap(buffer.place);
    } else {
      pools.giveBack(buffer.slots);
      pools.addTransient(-buffer.slots);
    }
  }

  @Override
  public void startWorker(PoolGeometry recorded) {
    workerRuns = pools.work().start();
  }

  @Override
  public void publish(PoolGeometry recorded) {
    if (!workerRuns && !pools.work().start()) {
      unasked++;
    }
    pools.work().end();
    workerRuns = false;
    growths++;
    pools.publish(DirectPools.Pool.of(growths, recorded));
  }

  @Override
  public Counters counters() {
    return new Counters(
        pools.slots(),
        pools.used(),
        pools.hiwater(),
        pools.transientSlots(),
        growths,
        unasked,
        workQueued);
  }

  @Override
  public void close() {
    live.clear();
  }
}
