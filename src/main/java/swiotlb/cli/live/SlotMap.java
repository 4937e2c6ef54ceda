package swiotlb.cli.live;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.Long2LongHashMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.trace.record.Paths;

/**
 * Which slots are in use, read off the messages: a buffer is there once its device hears of it, and
 * gone once its area is told. What an area has reserved and not yet said is not seen. Of every live
 * buffer it remembers how many slots it has; of a pool, a bit for each slot. Not thread-safe.
 */
final class SlotMap {
  private static final long NOBODY = -1;

  /** A lasting pool that is there. */
  private static final class Pool {
    private final int number;
    private final PoolGeometry geometry;
    private final BitSet used;
    private final long[] lockWaitNs;

    private Pool(int number, PoolGeometry geometry) {
      this.number = number;
      this.geometry = geometry;
      this.used = new BitSet(geometry.slots());
      this.lockWaitNs = new long[geometry.areas()];
    }
  }

  /** A transient pool that is there. */
  private record Transient(String device, int slots, long bornNs) {}

  private final Int2ObjectHashMap<Pool> pools = new Int2ObjectHashMap<>();
  private final Map<String, Pool> ofAreas = new HashMap<>();
  private final Map<String, Transient> transients = new LinkedHashMap<>();
  private final Long2LongHashMap slotsOf = new Long2LongHashMap(NOBODY);
  private final Map<String, PoolList> lists = new HashMap<>();

  /**
   * A list of pools, of which a device is told.
   *
   * @param allocator whose list it is
   * @return what has come and gone, in words
   */
  List<String> published(String allocator, PoolList list) {
    var before = lists.get(allocator);
    if (before != null && before.version() >= list.version()) {
      return List.of();
    }
    lists.put(allocator, list);
    var news = new ArrayList<String>();
    var here = new TreeMap<Integer, PoolGeometry>();
    list.newestFirst().forEach(entry -> here.put(entry.number(), entry.geometry()));
    if (before != null) {
      for (var entry : before.newestFirst()) {
        if (!here.containsKey(entry.number())) {
          remove(entry.number());
          news.add("pool-" + entry.number() + " is given back");
        }
      }
    }
    here.forEach(
        (number, geometry) -> {
          if (!pools.containsKey(number)) {
            pools.put(number, new Pool(number, geometry));
            news.add(
                "pool-%d is there: %d slots in %d areas"
                    .formatted(number, geometry.slots(), geometry.areas()));
          }
        });
    return news;
  }

  private void remove(int number) {
    var gone = pools.remove(number);
    ofAreas.values().removeIf(pool -> pool == gone);
  }

  /**
   * Slots are wanted.
   *
   * @return whether they were not before
   */
  boolean wanted(long mapping, int slots) {
    return slotsOf.put(mapping, slots) == NOBODY;
  }

  /** They will not come. */
  void refused(long mapping) {
    slotsOf.remove(mapping);
  }

  /**
   * They are there.
   *
   * @param from path of the area, or of the transient pool
   * @param to path of the device
   */
  void mapped(MapClient.Mapped mapped, String from, String to, long atNs) {
    if (mapped.isTransient()) {
      transients.put(from, new Transient(to, mapped.geometry().slots(), atNs));
      return;
    }
    var pool = pools.get(mapped.pool());
    if (pool == null) {
      pool = new Pool(mapped.pool(), mapped.geometry());
      pools.put(mapped.pool(), pool);
    }
    var slots = (int) Math.max(0, slotsOf.get(mapped.mapping()));
    pool.used.set(mapped.slot(), Math.min(mapped.slot() + slots, pool.geometry.slots()));
    pool.lockWaitNs[mapped.left().area()] += mapped.left().lockWaitNs();
  }

  /**
   * They are given back.
   *
   * @param to path of the area, or of the transient pool
   */
  void unmapped(Area.Unmap unmap, String to) {
    var slots = (int) slotsOf.remove(unmap.mapping());
    if (transients.remove(to) != null || slots == NOBODY) {
      return;
    }
    var pool = poolAt(to);
    if (pool != null) {
      pool.used.clear(unmap.slot(), Math.min(unmap.slot() + slots, pool.geometry.slots()));
    }
  }

  private @Nullable Pool poolAt(String area) {
    var known = ofAreas.get(area);
    if (known != null) {
      return known;
    }
    var end = area.lastIndexOf('/');
    var begin = area.lastIndexOf("/pool-", end);
    var pool = begin < 0 ? null : pools.get(Integer.parseInt(area.substring(begin + 6, end)));
    if (pool != null) {
      ofAreas.put(area, pool);
    }
    return pool;
  }

  /** How it is now. */
  Seen seen() {
    var lasting = new ArrayList<Seen.Pool>();
    pools.values().stream()
        .sorted((a, b) -> Integer.compare(a.number, b.number))
        .forEach(
            pool ->
                lasting.add(
                    new Seen.Pool(
                        pool.number,
                        pool.geometry,
                        (BitSet) pool.used.clone(),
                        pool.lockWaitNs.clone())));
    var ownPools =
        transients.entrySet().stream()
            .map(
                entry ->
                    new Seen.Transient(
                        Paths.shown(entry.getKey()),
                        Paths.shown(entry.getValue().device()),
                        entry.getValue().slots(),
                        entry.getValue().bornNs()))
            .toList();
    return new Seen(lasting, ownPools);
  }

  /** Pools at one moment. Nobody changes what is in it. */
  record Seen(List<Pool> pools, List<Transient> transients) {
    /**
     * A lasting pool.
     *
     * @param used a bit for each slot
     * @param lockWaitNs for how long requests that it served have waited for the lock of each area
     */
    record Pool(int number, PoolGeometry geometry, BitSet used, long[] lockWaitNs) {}

    /** A pool with one buffer, since when it is there. */
    record Transient(String actor, String device, int slots, long sinceNs) {}
  }
}
