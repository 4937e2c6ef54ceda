package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.bare.BareAllocator;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.study.conform.against.SearchPath.Place;
import swiotlb.study.conform.against.SearchPath.Stop;

/**
 * What a recorded place says about the search that found it: first what it breaks, then which other
 * search, tried on the recorded state, would have ended there.
 */
final class PlaceReadings {
  static final String FROM_AREA_START =
      "a search begins at the first slot of its area and not after the last buffer";

  private static final int SMALLEST_TRIED = 12;
  private static final int LARGEST_TRIED = 18;

  private final BareAllocator allocator;
  private final SearchPath path;
  private final Demand demand;
  private final boolean isByHabit;

  /**
   * Readings of one mapping.
   *
   * @param allocator as it was before the mapping
   * @param path of the mapping's CPU
   * @param isByHabit neither device nor request has an alignment mask
   */
  PlaceReadings(BareAllocator allocator, SearchPath path, Demand demand, boolean isByHabit) {
    this.allocator = allocator;
    this.path = path;
    this.demand = demand;
    this.isByHabit = isByHabit;
  }

  /** Where the specification's search ends; null: nowhere. */
  @Nullable Place own() {
    return path.search(demand, false);
  }

  /**
   * What a place can be read as that is not {@link #own}.
   *
   * @param recorded null: nothing was found in a lasting pool
   */
  List<Reading> of(@Nullable Place recorded) {
    var broken = recorded == null ? null : broken(recorded);
    if (broken != null) {
      return List.of(broken);
    }
    var readings = new ArrayList<Reading>();
    searches()
        .forEach(
            (reading, place) -> {
              if (Objects.equals(place, recorded)) {
                readings.add(reading);
              }
            });
    if (readings.isEmpty()) {
      readings.add(unexplained(recorded));
    }
    return readings;
  }

  /** The rule that a place breaks whatever the search was, or null. */
  private @Nullable Reading broken(Place place) {
    var found =
        allocator.pools().stream().filter(pool -> pool.number() == place.pool()).findFirst();
    if (found.isEmpty()) {
      return new Reading(Rule.AREA_ORDER, "a buffer lies in a pool that the device does not have");
    }
    var pool = found.get().geometry();
    var last = place.slot() + demand.slots() - 1;
    if (place.slot() < 0 || last >= pool.slots()) {
      return new Reading(Rule.SLOT_SET, "a buffer lies beyond the end of its pool");
    }
    for (var slot = place.slot(); slot <= last; slot++) {
      if (!found.get().ownerOfArea(pool.areaOfSlot(slot)).isFree(slot)) {
        return new Reading(Rule.IN_USE, "slots are given that another buffer has");
      }
    }
    var set = demand.units().setSlots();
    if (place.slot() / set != last / set) {
      return new Reading(Rule.SLOT_SET, "a buffer crosses the end of a slot set");
    }
    return crooked(pool, place.slot(), last);
  }

  /** What is wrong with the address, or null. */
  private @Nullable Reading crooked(PoolGeometry pool, int slot, int last) {
    var boundary = demand.segBoundaryMask();
    var address = (pool.start() & boundary) + demand.units().toBytes(slot);
    if ((address & demand.allocMask()) != 0) {
      return new Reading(
          Rule.ALIGNMENT,
          isByHabit
              ? "a buffer of a page or more does not begin at a page"
              : "a buffer does not begin at a multiple of what is asked for");
    }
    if (demand.originalAddress() != 0
        && ((address ^ demand.originalAddress()) & demand.agreeMask()) != 0) {
      return new Reading(
          Rule.ALIGNMENT, "a buffer does not agree with the original in bits of min_align_mask");
    }
    var end = pool.addressOf(last) + demand.units().slotBytes() - 1;
    return (pool.addressOf(slot) & ~boundary) != (end & ~boundary)
        ? new Reading(Rule.SEGMENT_BOUNDARY, "a buffer crosses a segment boundary of its device")
        : null;
  }

  /** Other searches, likely ones first, and where each would have ended. */
  private Map<Reading, @Nullable Place> searches() {
    var searches = new LinkedHashMap<Reading, @Nullable Place>();
    searches.put(new Reading(Rule.SEARCH_START, FROM_AREA_START), path.search(demand, true));
    for (var bit = SMALLEST_TRIED; bit <= LARGEST_TRIED; bit++) {
      var mask = (1L << bit) - 1;
      if (mask > demand.allocMask()) {
        searches.put(
            new Reading(
                Rule.ALIGNMENT, "buffers begin only at multiples of " + (1 << (bit - 10)) + " KiB"),
            path.search(alignedTo(mask), false));
      }
    }
    order("only the nearest area of each pool is searched", path.firstRound(), searches);
    order(
        "all areas of a pool are searched before the next pool",
        path.sorted(Comparator.comparingInt(this::position)),
        searches);
    order(
        "pools are searched oldest first",
        path.sorted(
            Comparator.comparingInt(Stop::round)
                .thenComparing(Comparator.comparingInt(this::position).reversed())),
        searches);
    order(
        "the search begins at area 0 whatever the CPU",
        path.sorted(Comparator.comparingInt(Stop::area).thenComparingInt(this::position)),
        searches);
    order(
        "areas are searched downwards from the CPU's",
        path.sorted(
            Comparator.<Stop>comparingInt(
                    stop -> -stop.round() & (stop.pool().geometry().areas() - 1))
                .thenComparingInt(this::position)),
        searches);
    order(
        "the area with the fewest slots in use is searched first",
        path.sorted(Comparator.comparingInt(stop -> stop.slots().used(stop.area()))),
        searches);
    return searches;
  }

  private void order(String saying, SearchPath other, Map<Reading, @Nullable Place> searches) {
    searches.put(new Reading(Rule.AREA_ORDER, saying), other.search(demand, false));
  }

  /** Position of a pool in the list. */
  private int position(Stop stop) {
    return allocator.pools().indexOf(stop.pool());
  }

  private Demand alignedTo(long mask) {
    return new Demand(
        demand.originalAddress(),
        demand.sizeBytes(),
        demand.offsetBytes(),
        demand.allocBytes(),
        demand.slots(),
        mask,
        demand.agreeMask() & ~mask,
        demand.segBoundaryMask(),
        demand.units());
  }

  /** None of the searches tried here ends there. */
  private Reading unexplained(@Nullable Place recorded) {
    var own = own();
    if (recorded == null) {
      return new Reading(Rule.SCAN, "nothing is found where there are slots that would do");
    }
    var at = path.indexOf(recorded.pool(), recorded.area());
    if (at < 0) {
      return new Reading(
          Rule.AREA_ORDER, "a buffer lies in an area that this search does not come to");
    }
    if (own == null || at < path.indexOf(own.pool(), own.area())) {
      return new Reading(Rule.SCAN, "slots are found that the walk through their area misses");
    }
    return own.pool() == recorded.pool() && own.area() == recorded.area()
        ? new Reading(Rule.SCAN, "another free place of the same area is taken")
        : new Reading(Rule.AREA_ORDER, "another area is taken before the one that comes first");
  }
}
