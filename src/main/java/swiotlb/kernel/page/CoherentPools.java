package swiotlb.kernel.page;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.Slots;

/**
 * The coherent atomic pools of a machine, one for each zone, and the work that expands them
 * (specification, section 5). Not thread-safe.
 */
public final class CoherentPools {
  private final Map<Zone, CoherentPool> pools = new EnumMap<>(Zone.class);
  private final GrowthWork work = new GrowthWork();
  private final CoherentZones zones;

  /**
   * Pools without memory.
   *
   * @param configuredBytes the least that should be left in each
   * @param zones that have one
   * @throws IllegalArgumentException if the size is negative or 2^42 or more
   */
  public CoherentPools(long configuredBytes, CoherentZones zones) {
    this.zones = zones;
    for (var zone : zones.existing()) {
      pools.put(zone, new CoherentPool(configuredBytes));
    }
  }

  /** The pool of a zone. */
  public CoherentPool pool(Zone zone) {
    var pool = pools.get(zone);
    if (pool == null) {
      throw new IllegalStateException("no coherent pool for " + zone);
    }
    return pool;
  }

  /**
   * Takes pages without waiting, from the first pool in the order of a wish that has them below the
   * limit. If it is left with less than is configured, the work is queued.
   *
   * @param pages how many, at least 1
   * @param limit the highest address that their last byte may have
   * @param wish the zone that is asked first, if it has a pool
   * @return their address, or null if every pool refuses
   */
  public @Nullable Long take(int pages, long limit, Zone wish) {
    for (var zone : zones.order(wish)) {
      var pool = pool(zone);
      var at = pool.take(pages, limit);
      if (at != null) {
        if (pool.wantsMore()) {
          work.queue();
        }
        return at;
      }
    }
    return null;
  }

  /**
   * Takes pages back.
   *
   * @throws IllegalArgumentException if no pool handed out just these
   */
  public void release(long address, int pages) {
    for (var pool : pools.values()) {
      if (pool.contains(address)) {
        pool.release(address, pages);
        return;
      }
    }
    throw new IllegalArgumentException(
        "no coherent pool has memory at 0x" + Long.toHexString(address));
  }

  /** Whether the work waits for the worker. */
  public boolean wantsWork() {
    return work.isQueued();
  }

  /** The work: it looks at every pool that {@link #wanting} names. */
  public GrowthWork work() {
    return work;
  }

  /** The zones whose pools want more, in the order in which the worker expands them. */
  public List<Zone> wanting() {
    return zones.inOrder().stream().filter(zone -> pool(zone).wantsMore()).toList();
  }

  /** Bytes in use in all pools. */
  public long usedBytes() {
    return pools.values().stream().mapToLong(CoherentPool::usedBytes).sum();
  }

  /** The most bytes that were in use in each of them, added up. */
  public long hiwaterBytes() {
    return pools.values().stream().mapToLong(CoherentPool::hiwaterBytes).sum();
  }

  /** Bytes that all pools have. */
  public long totalBytes() {
    return Slots.PAGE_BYTES * pools.values().stream().mapToLong(CoherentPool::sizePages).sum();
  }

  /** Whether an address lies in one of them. */
  public boolean contains(long address) {
    return pools.values().stream().anyMatch(pool -> pool.contains(address));
  }
}
