package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.bare.BarePool;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.SearchOrder;
import swiotlb.workload.golden.GoldenHeader;

/**
 * The areas that a search looks at, in order, without changing anything (specification, section 3,
 * step 2).
 *
 * @param stops in the order of the search
 */
record SearchPath(List<Stop> stops) {

  /** One area of one pool, and the round in which it is searched. */
  record Stop(BarePool pool, int area, int round) {
    AreaSlots slots() {
      return pool.ownerOfArea(area);
    }

    boolean is(int poolNumber, int areaNumber) {
      return pool.number() == poolNumber && area == areaNumber;
    }
  }

  /** Where a search ends: a slot of a pool, padding included. */
  record Place(int pool, int area, int slot) {}

  SearchPath {
    stops = List.copyOf(stops);
  }

  /** The path of a CPU's search. */
  static SearchPath of(GoldenHeader.Machine machine, BareAllocator allocator, int cpu) {
    var pools = allocator.pools();
    var stops = new ArrayList<Stop>();
    if (!pools.isEmpty()) {
      var order = order(machine, pools);
      for (var stop = order.firstOf(0); stop != SearchOrder.END; stop = next(order, stop)) {
        var pool = pools.get(SearchOrder.position(stop));
        var round = SearchOrder.round(stop);
        stops.add(new Stop(pool, pool.geometry().areaFor(cpu, round), round));
      }
    }
    return new SearchPath(stops);
  }

  private static SearchOrder order(GoldenHeader.Machine machine, List<BarePool> pools) {
    return machine.staticBuild()
        ? SearchOrder.fixed(pools.get(0).geometry())
        : SearchOrder.growing(
            pools.stream().map(BarePool::geometry).toList(), machine.defaultAreas());
  }

  private static long next(SearchOrder order, long stop) {
    var next = order.nextInRound(stop);
    return next != SearchOrder.END ? next : order.firstOf(SearchOrder.round(stop) + 1);
  }

  /** Position of an area in the order, or -1 if the search does not come to it. */
  int indexOf(int pool, int area) {
    for (var i = 0; i < stops.size(); i++) {
      if (stops.get(i).is(pool, area)) {
        return i;
      }
    }
    return -1;
  }

  /** The same areas in another order. */
  SearchPath sorted(Comparator<Stop> order) {
    return new SearchPath(stops.stream().sorted(order).toList());
  }

  /** The areas of the first round alone. */
  SearchPath firstRound() {
    return new SearchPath(stops.stream().filter(stop -> stop.round() == 0).toList());
  }

  /** Where a search along this path would end; null: nowhere. */
  @Nullable Place search(Demand demand, boolean fromAreaStart) {
    for (var stop : stops) {
      var slots = stop.slots().copy();
      if (fromAreaStart) {
        slots.searchFrom(stop.area(), 0);
      }
      var slot = slots.map(stop.area(), demand);
      if (slot != AreaSlots.NOT_FOUND) {
        return new Place(stop.pool().number(), stop.pool().geometry().areaOfSlot(slot), slot);
      }
    }
    return null;
  }
}
