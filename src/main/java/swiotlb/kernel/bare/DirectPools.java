package swiotlb.kernel.bare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.page.GrowthWork;
import swiotlb.kernel.slot.AreaSlots;
import swiotlb.kernel.slot.Demand;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Refusal;
import swiotlb.kernel.slot.SearchOrder;

/**
 * One allocator on the bare state machines: its pools, counters and growth work. Not thread-safe.
 */
public final class DirectPools {

  /** A pool with the slots of its areas. */
  public record Pool(int number, PoolGeometry geometry, List<AreaSlots> owners) {
    /** A pool with all its slots free. */
    public static Pool of(int number, PoolGeometry geometry) {
      var owners =
          IntStream.range(0, geometry.owners()).mapToObj(i -> new AreaSlots(geometry, i)).toList();
      return new Pool(number, geometry, owners);
    }

    /** The slots of an area. */
    public AreaSlots ownerOfArea(int area) {
      return owners.get(geometry.ownerOf(area));
    }
  }

  /**
   * Slots that a request got.
   *
   * @param slot the first of them, padding included
   * @param hintBefore the hint of their area before
   */
  public record Place(Pool pool, int slot, int hintBefore) {}

  private final GrowthWork work = new GrowthWork();
  private boolean mayGrow;
  private long used;
  private long hiwater;
  private long transientSlots;
  private final boolean fixed;
  private final int defaultAreas;
  private final List<Pool> newestFirst = new ArrayList<>();
  private @Nullable SearchOrder order;
  private Refusal refusal = Refusal.TOO_FEW_FREE;

  /** An allocator without pools. */
  public DirectPools(boolean mayGrow, boolean fixed, int defaultAreas) {
    this.mayGrow = mayGrow;
    this.fixed = fixed;
    this.defaultAreas = defaultAreas;
  }

  /** Puts a pool at the head of the list. */
  public void publish(Pool pool) {
    newestFirst.add(0, pool);
    order =
        fixed
            ? SearchOrder.fixed(pool.geometry)
            : SearchOrder.growing(newestFirst.stream().map(Pool::geometry).toList(), defaultAreas);
  }

  /** The pools, newest first. */
  public List<Pool> pools() {
    return newestFirst;
  }

  /** Slots of all of them. */
  public long slots() {
    return newestFirst.stream().mapToLong(p -> p.geometry.slots()).sum();
  }

  /** The whole search; null where every stop refused. */
  public @Nullable Place search(int cpu, Demand demand) {
    if (order == null) {
      return null;
    }
    refusal = Refusal.TOO_FEW_FREE;
    for (var stop = order.firstOf(0); stop != SearchOrder.END; ) {
      var pool = newestFirst.get(SearchOrder.position(stop));
      var area = pool.geometry.areaFor(cpu, SearchOrder.round(stop));
      var owner = pool.ownerOfArea(area);
      var hintBefore = owner.hint(area);
      var slot = owner.map(area, demand);
      if (slot != AreaSlots.NOT_FOUND) {
        take(demand.slots());
        return new Place(pool, slot, hintBefore);
      }
      refusal = refusal.closerOf(owner.refusal());
      var next = order.nextInRound(stop);
      stop = next != SearchOrder.END ? next : order.firstOf(SearchOrder.round(stop) + 1);
    }
    return null;
  }

  /** Why the last search found nothing. */
  public FailureReason failure() {
    return FailureReason.of(refusal);
  }

  /** Gives a buffer back. */
  public void unmap(Place place) {
    var geometry = place.pool.geometry;
    used -= place.pool.ownerOfArea(geometry.areaOfSlot(place.slot)).unmap(place.slot);
  }

  /** Slots are in use from now on. */
  public void take(int slots) {
    used += slots;
    hiwater = Math.max(hiwater, used);
  }

  /** Slots are in use no longer. */
  public void giveBack(int slots) {
    used -= slots;
  }

  /** A transient pool came (positive) or went (negative). */
  public void addTransient(int slots) {
    transientSlots += slots;
  }

  /** The growth work. */
  public GrowthWork work() {
    return work;
  }

  /** Whether pools may be added. */
  public boolean mayGrow() {
    return mayGrow;
  }

  /** Forbids growing for good. */
  public void freeze() {
    mayGrow = false;
  }

  /** The high-water mark begins anew at 0. */
  public void resetHiwater() {
    hiwater = 0;
  }

  /** Slots in use. */
  public long used() {
    return used;
  }

  /** The most slots in use so far. */
  public long hiwater() {
    return hiwater;
  }

  /** Slots of live transient pools. */
  public long transientSlots() {
    return transientSlots;
  }
}
