package swiotlb.experiment.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import swiotlb.slot.AreaSlots;
import swiotlb.slot.Demand;
import swiotlb.slot.FailureReason;
import swiotlb.slot.GrowthWork;
import swiotlb.slot.PoolGeometry;
import swiotlb.slot.Refusal;
import swiotlb.slot.SearchOrder;

/** One allocator on the bare state machines: its pools, counters and growth work. */
final class DirectPools {

  /** A pool with the slots of its areas. */
  record Pool(int number, PoolGeometry geometry, List<AreaSlots> owners) {
    static Pool of(int number, PoolGeometry geometry) {
      var owners =
          IntStream.range(0, geometry.owners()).mapToObj(i -> new AreaSlots(geometry, i)).toList();
      return new Pool(number, geometry, owners);
    }

    AreaSlots ownerOfArea(int area) {
      return owners.get(geometry.ownerOf(area));
    }
  }

  /** Slots that a request got: first of them, padding included. */
  record Place(Pool pool, int slot) {}

  final GrowthWork work = new GrowthWork();
  boolean mayGrow;
  long used;
  long hiwater;
  long transientSlots;

  private final boolean fixed;
  private final int defaultAreas;
  private final List<Pool> newestFirst = new ArrayList<>();
  private @Nullable SearchOrder order;
  private Refusal refusal = Refusal.TOO_FEW_FREE;

  DirectPools(boolean mayGrow, boolean fixed, int defaultAreas) {
    this.mayGrow = mayGrow;
    this.fixed = fixed;
    this.defaultAreas = defaultAreas;
  }

  void publish(Pool pool) {
    newestFirst.add(0, pool);
    order =
        fixed
            ? SearchOrder.fixed(pool.geometry)
            : SearchOrder.growing(newestFirst.stream().map(Pool::geometry).toList(), defaultAreas);
  }

  List<Pool> pools() {
    return newestFirst;
  }

  long slots() {
    return newestFirst.stream().mapToLong(p -> p.geometry.slots()).sum();
  }

  /** The whole search; null where every stop refused. */
  @Nullable Place search(int cpu, Demand demand) {
    if (order == null) {
      return null;
    }
    refusal = Refusal.TOO_FEW_FREE;
    for (var stop = order.firstOf(0); stop != SearchOrder.END; ) {
      var pool = newestFirst.get(SearchOrder.position(stop));
      var area = pool.geometry.areaFor(cpu, SearchOrder.round(stop));
      var owner = pool.ownerOfArea(area);
      var slot = owner.map(area, demand);
      if (slot != AreaSlots.NOT_FOUND) {
        take(demand.slots());
        return new Place(pool, slot);
      }
      refusal = refusal.closerOf(owner.refusal());
      var next = order.nextInRound(stop);
      stop = next != SearchOrder.END ? next : order.firstOf(SearchOrder.round(stop) + 1);
    }
    return null;
  }

  FailureReason failure() {
    return FailureReason.of(refusal);
  }

  void unmap(Place place) {
    var geometry = place.pool.geometry;
    used -= place.pool.ownerOfArea(geometry.areaOfSlot(place.slot)).unmap(place.slot);
  }

  void take(int slots) {
    used += slots;
    hiwater = Math.max(hiwater, used);
  }
}
