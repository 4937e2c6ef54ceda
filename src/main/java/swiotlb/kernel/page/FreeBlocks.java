package swiotlb.kernel.page;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import swiotlb.kernel.slot.Slots;

/** A snapshot of free memory: how many blocks of each order are free in a zone. Immutable. */
public final class FreeBlocks {
  /** Orders of blocks, from 0 on. */
  public static final int ORDERS = Slots.MAX_PAGE_ORDER + 1;

  /** No zone at all. */
  public static final FreeBlocks NONE = new FreeBlocks(Map.of());

  private final Map<Zone, long[]> free = new EnumMap<>(Zone.class);

  /**
   * Counts by zone.
   *
   * @param byOrder for each zone of the snapshot the blocks of each order, {@link #ORDERS} of them
   */
  public FreeBlocks(Map<Zone, long[]> byOrder) {
    byOrder.forEach((zone, blocks) -> free.put(zone, blocks.clone()));
  }

  /** The zones that the snapshot names, lowest first. */
  public Set<Zone> zones() {
    return new TreeSet<>(free.keySet());
  }

  /** Free blocks of a zone by order, 0 to 10; all 0 if the snapshot does not name the zone. */
  public long[] freeBlocks(Zone zone) {
    var blocks = free.get(zone);
    return blocks == null ? new long[ORDERS] : blocks.clone();
  }

  /** Free pages of a zone. */
  public long freePages(Zone zone) {
    var blocks = freeBlocks(zone);
    var pages = 0L;
    for (var order = 0; order < ORDERS; order++) {
      pages += blocks[order] << order;
    }
    return pages;
  }

  /** The order of the largest free blocks of a zone; -1 if none is free. */
  public int largestOrder(Zone zone) {
    var blocks = freeBlocks(zone);
    var order = ORDERS - 1;
    while (order >= 0 && blocks[order] == 0) {
      order--;
    }
    return order;
  }
}
