package swiotlb.cli.live;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.AllocatorName;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.trace.record.Paths;

/**
 * Which slots of a machine on real threads are in use, read off the messages: a buffer is there
 * once its device hears of it, and gone once its area is told. What an area has reserved and not
 * yet said is not seen. Of each message it does so little that a run hardly notices. Not
 * thread-safe.
 */
final class SlotMap {
  /** A lasting pool that is there; where a buffer begins it is known how many slots it has. */
  private static final class LivePool {
    private final int number;
    private final AllocatorName allocator;
    private final PoolGeometry geometry;
    private final short[] runs;
    private final long[] lockWaitNs;

    private LivePool(int number, AllocatorName allocator, PoolGeometry geometry) {
      this.number = number;
      this.allocator = allocator;
      this.geometry = geometry;
      this.runs = new short[geometry.slots()];
      this.lockWaitNs = new long[geometry.areas()];
    }

    private BitSet used() {
      var used = new BitSet(runs.length);
      for (var slot = 0; slot < runs.length; slot++) {
        if (runs[slot] > 0) {
          used.set(slot, Math.min(slot + runs[slot], runs.length));
        }
      }
      return used;
    }
  }

  /** A transient pool that is there. */
  private record LiveTransient(String device, int slots, long bornNs) {}

  private @Nullable LivePool[] pools = new LivePool[16];
  private final Map<String, LivePool> ofAreas = new HashMap<>();
  private final Map<String, LiveTransient> transients = new LinkedHashMap<>();
  private final WantedSlots wanted = new WantedSlots();
  private final Map<String, PoolList> lists = new HashMap<>();

  /**
   * A list of pools, of which a device is told.
   *
   * @param allocator whose list it is
   */
  void published(String allocator, PoolList list) {
    var before = lists.get(allocator);
    if (before != null && before.version() >= list.version()) {
      return;
    }
    lists.put(allocator, list);
    var here = new TreeMap<Integer, PoolGeometry>();
    list.newestFirst().forEach(entry -> here.put(entry.number(), entry.geometry()));
    if (before != null) {
      for (var entry : before.newestFirst()) {
        if (!here.containsKey(entry.number())) {
          remove(entry.number());
        }
      }
    }
    here.forEach(
        (number, geometry) -> {
          if (poolOf(number) == null) {
            add(number, Machine.allocatorOf(allocator), geometry);
          }
        });
  }

  private @Nullable LivePool poolOf(int number) {
    return number < pools.length ? pools[number] : null;
  }

  private LivePool add(int number, AllocatorName allocator, PoolGeometry geometry) {
    if (number >= pools.length) {
      pools = Arrays.copyOf(pools, Math.max(number + 1, 2 * pools.length));
    }
    var pool = new LivePool(number, allocator, geometry);
    pools[number] = pool;
    return pool;
  }

  private void remove(int number) {
    var gone = poolOf(number);
    if (gone != null) {
      pools[number] = null;
      ofAreas.values().removeIf(pool -> pool == gone);
    }
  }

  /**
   * Slots are wanted.
   *
   * @return whether they were not before
   */
  boolean wants(long mapping, int slots) {
    return wanted.put(mapping, slots);
  }

  /** They will not come. */
  void refused(long mapping) {
    wanted.take(mapping);
  }

  /**
   * They are there.
   *
   * @param from path of the area, or of the transient pool
   * @param to path of the device
   */
  void mapped(MapClient.Mapped mapped, String from, String to, long atNs) {
    var slots = wanted.take(mapped.mapping());
    if (mapped.isTransient()) {
      transients.put(from, new LiveTransient(to, mapped.geometry().slots(), atNs));
      return;
    }
    var known = poolOf(mapped.pool());
    var pool =
        known == null ? add(mapped.pool(), Machine.allocatorOf(from), mapped.geometry()) : known;
    pool.runs[mapped.slot()] = (short) slots;
    var left = mapped.left();
    if (left.lockWaitNs() > 0) {
      pool.lockWaitNs[left.area()] += left.lockWaitNs();
    }
  }

  /**
   * They are given back.
   *
   * @param to path of the area, or of the transient pool
   */
  void unmapped(Area.Unmap unmap, String to) {
    var known = ofAreas.get(to);
    if (known == null && transients.remove(to) != null) {
      return;
    }
    var pool = known == null ? poolAt(to) : known;
    if (pool != null) {
      pool.runs[unmap.slot()] = 0;
    }
  }

  private @Nullable LivePool poolAt(String area) {
    var end = area.lastIndexOf('/');
    var begin = area.lastIndexOf("/pool-", end);
    var pool = begin < 0 ? null : poolOf(Integer.parseInt(area.substring(begin + 6, end)));
    if (pool != null) {
      ofAreas.put(area, pool);
    }
    return pool;
  }

  /** The lasting pools now, oldest first. */
  List<Machine.Pool> pools() {
    var lasting = new ArrayList<Machine.Pool>();
    for (var pool : pools) {
      if (pool != null) {
        lasting.add(
            new Machine.Pool(
                pool.number,
                pool.allocator,
                pool.geometry,
                pool.used(),
                Arrays.stream(pool.lockWaitNs).boxed().toList()));
      }
    }
    return lasting;
  }

  /** The transient pools now, oldest first. */
  List<Machine.Transient> transients() {
    return transients.entrySet().stream()
        .map(
            entry ->
                new Machine.Transient(
                    Paths.shown(entry.getKey()),
                    Paths.shown(entry.getValue().device()),
                    entry.getValue().slots(),
                    entry.getValue().bornNs()))
        .toList();
  }
}
