package swiotlb.kernel.bare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;

/** The list of lasting pools, newest first, and the search through it. Not thread-safe. */
final class LastingPools {
  private final boolean isStatic;
  private final int defaultAreas;
  private final List<BarePool> newestFirst = new ArrayList<>();
  private @Nullable SearchOrder order;
  private Refusal refusal = Refusal.TOO_FEW_FREE;
  private long slots;

  LastingPools(boolean isStatic, int defaultAreas) {
    this.isStatic = isStatic;
    this.defaultAreas = defaultAreas;
  }

  /** The same pools, independent from now on. */
  LastingPools copy() {
    var copy = new LastingPools(isStatic, defaultAreas);
    newestFirst.forEach(pool -> copy.newestFirst.add(pool.copy()));
    copy.order = order;
    copy.refusal = refusal;
    copy.slots = slots;
    return copy;
  }

  void add(int number, PoolGeometry geometry) {
    newestFirst.add(0, BarePool.free(number, geometry));
    slots += geometry.slots();
    order =
        isStatic
            ? SearchOrder.fixed(geometry)
            : SearchOrder.growing(
                newestFirst.stream().map(BarePool::geometry).toList(), defaultAreas);
  }

  List<BarePool> newestFirst() {
    return List.copyOf(newestFirst);
  }

  long slots() {
    return slots;
  }

  /** The whole search; null where every stop refused. */
  @Nullable Buffer search(int cpu, Demand demand) {
    refusal = Refusal.TOO_FEW_FREE;
    if (order == null) {
      return null;
    }
    for (var stop = order.firstOf(0); stop != SearchOrder.END; stop = next(order, stop)) {
      var pool = newestFirst.get(SearchOrder.position(stop));
      var area = pool.geometry().areaFor(cpu, SearchOrder.round(stop));
      var owner = pool.ownerOfArea(area);
      var hintBefore = owner.hint(area);
      var slot = owner.map(area, demand);
      if (slot != AreaSlots.NOT_FOUND) {
        return new Buffer(pool.number(), pool.geometry(), slot, demand.slots(), hintBefore);
      }
      refusal = refusal.closerOf(owner.refusal());
    }
    return null;
  }

  private static long next(SearchOrder order, long stop) {
    var next = order.nextInRound(stop);
    return next != SearchOrder.END ? next : order.firstOf(SearchOrder.round(stop) + 1);
  }

  /** Why the last search found nothing. */
  Refusal refusal() {
    return refusal;
  }

  /** Takes the slots at an address; null if they are not all free, or lie in no pool. */
  @Nullable Buffer adopt(Demand demand, long address) {
    for (var pool : newestFirst) {
      if (pool.geometry().contains(address)) {
        var slot = pool.geometry().slotOf(address);
        return pool.ownerOfSlot(slot).adopt(slot, demand)
            ? new Buffer(pool.number(), pool.geometry(), slot, demand.slots(), Buffer.SETTLED)
            : null;
      }
    }
    return null;
  }

  /** Who has the slots of a buffer. */
  AreaSlots ownerOf(Buffer buffer) {
    for (var pool : newestFirst) {
      if (pool.number() == buffer.pool()) {
        return pool.ownerOfSlot(buffer.slot());
      }
    }
    throw new IllegalStateException("there is no pool " + buffer.pool());
  }

  /** Slots in use, by the counts of the areas. */
  long used() {
    return newestFirst.stream().mapToLong(BarePool::used).sum();
  }

  /** What in a pool does not agree, in words, or an empty string. */
  String inconsistency() {
    for (var pool : newestFirst) {
      for (var owner : pool.owners()) {
        var wrong = owner.inconsistency();
        if (!wrong.isEmpty()) {
          return "pool " + pool.number() + ": " + wrong;
        }
      }
    }
    return "";
  }

  /** Whether the same pools are in the same state and searched in the same order. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LastingPools that
        && isStatic == that.isStatic
        && defaultAreas == that.defaultAreas
        && newestFirst.equals(that.newestFirst);
  }

  @Override
  public int hashCode() {
    return newestFirst.hashCode();
  }
}
