package swiotlb.kernel.page;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/**
 * The page allocator of a machine: buddy blocks of orders 0 to 10 in the zones DMA (from 1 MiB),
 * DMA32 and NORMAL (from 4 GiB), with a reserve that only requests of interrupt context may use
 * (specification, sections 2, 4 and 6).
 *
 * <p>A zone is asked first and then each lower one. In every zone a minimum of pages stays free: a
 * request that may wait must leave all of it, since it could have memory reclaimed; an atomic one,
 * which cannot, goes down to a quarter, and the last quarter is for those that free memory. A
 * request that was meant for a higher zone leaves in a lower one 1/256 of the pages of the zones
 * between them in addition, so that memory which few devices reach is not spent on those that need
 * no such thing. Reclaim and compaction are not modelled: what is refused stays refused until
 * something is freed.
 *
 * <p>Blocks come from the smallest sufficient order, lowest address first, so the same requests get
 * the same addresses. A request takes time in the number of orders, whatever the size of memory;
 * memory that was never asked for costs nothing. Not thread-safe.
 */
public final class BuddyMemory implements PageSource {
  /** The most memory that a machine may have: 64 TiB. */
  public static final long MAX_MEMORY_BYTES = 64L << 40;

  private static final int ATOMIC_SHARE = 4;
  private static final int LOWMEM_RATIO = 256;
  private static final long MIN_RESERVE_KIB = 128;
  private static final long MAX_RESERVE_KIB = 256 << 10;

  /** Memory that real mode reaches, page 0 apart; recent kernels keep it, older ones did not. */
  private static final long LOW_START = Slots.PAGE_BYTES;

  private static final PoolGeometry LOW_HOLE = new PoolGeometry(0xa0000, 192, 1);

  private final MemoryMap map;
  private final Map<Zone, BuddyZone> zones;
  private final @Nullable ContiguousRegion contiguous;

  private BuddyMemory(
      MemoryMap map,
      Map<Zone, BuddyZone> zones,
      @Nullable ContiguousRegion contiguous,
      long reserveBytes) {
    this.map = map;
    this.zones = zones;
    this.contiguous = contiguous;
    var reservePerPage = (double) reserveBytes / Slots.PAGE_BYTES / Math.max(1, pages());
    zones.values().forEach(zone -> zone.keepFree((long) (reservePerPage * zone.pages())));
  }

  /**
   * Memory without a CMA region, all free but for what was taken at boot, with the default reserve.
   *
   * @throws IllegalArgumentException as {@link #of(long, long, List, long, long)} does
   */
  public static BuddyMemory of(long memoryBytes, long dmaZoneLimit, List<PoolGeometry> reserved) {
    return of(memoryBytes, dmaZoneLimit, reserved, 0, defaultReserveBytes(memoryBytes));
  }

  /**
   * Memory that is all free but for what was taken at boot.
   *
   * @param memoryBytes all of it; what does not fit below 3.75 GiB lies above 4 GiB
   * @param dmaZoneLimit the highest address of the DMA zone
   * @param reserved ranges that were taken at boot
   * @param cmaBytes size of the CMA region, rounded up to 4 MiB; 0: there is none
   * @param reserveBytes what stays free in all zones together, each having a share by its size
   * @throws IllegalArgumentException if memory is larger than {@link #MAX_MEMORY_BYTES}, the
   *     reserve larger than memory, a size negative, or there is no room for the CMA region
   */
  public static BuddyMemory of(
      long memoryBytes,
      long dmaZoneLimit,
      List<PoolGeometry> reserved,
      long cmaBytes,
      long reserveBytes) {
    return of(MemoryLayout.x86(memoryBytes, dmaZoneLimit), reserved, cmaBytes, reserveBytes);
  }

  /**
   * Memory of a layout that is all free but for what was taken at boot.
   *
   * @throws IllegalArgumentException as above
   */
  public static BuddyMemory of(
      MemoryLayout layout, List<PoolGeometry> reserved, long cmaBytes, long reserveBytes) {
    return make(layout, reserved, cmaBytes, reserveBytes, null);
  }

  /**
   * Memory with just the free blocks of a snapshot, which cannot merge with each other; all else is
   * in use for ever. The DMA zone has the 636 KiB from 4 KiB on too, which were free in older
   * kernels.
   *
   * @param snapshot a zone that it does not name has nothing free
   * @throws IllegalArgumentException as above, or if the zones have no room for these blocks
   */
  public static BuddyMemory of(
      long memoryBytes,
      long dmaZoneLimit,
      List<PoolGeometry> reserved,
      long cmaBytes,
      long reserveBytes,
      FreeBlocks snapshot) {
    var layout = MemoryLayout.x86(memoryBytes, dmaZoneLimit);
    return of(layout, reserved, cmaBytes, reserveBytes, snapshot);
  }

  /**
   * Memory of a layout with just the free blocks of a snapshot.
   *
   * @throws IllegalArgumentException as above
   */
  public static BuddyMemory of(
      MemoryLayout layout,
      List<PoolGeometry> reserved,
      long cmaBytes,
      long reserveBytes,
      FreeBlocks snapshot) {
    return make(layout, reserved, cmaBytes, reserveBytes, snapshot);
  }

  /**
   * What stays free by default, as documented for {@code min_free_kbytes}: four times the square
   * root of memory, both in KiB; at least 128 KiB, at most 256 MiB.
   */
  public static long defaultReserveBytes(long memoryBytes) {
    var kib = (long) Math.sqrt(16.0 * (memoryBytes >> 10));
    return Math.max(MIN_RESERVE_KIB, Math.min(MAX_RESERVE_KIB, kib)) << 10;
  }

  private static BuddyMemory make(
      MemoryLayout layout,
      List<PoolGeometry> reserved,
      long cmaBytes,
      long reserveBytes,
      @Nullable FreeBlocks snapshot) {
    var memoryBytes = layout.bytes();
    requireBetween("memory", memoryBytes, MAX_MEMORY_BYTES);
    requireBetween("the CMA region", cmaBytes, memoryBytes);
    requireBetween("the reserve", reserveBytes, memoryBytes);
    var map = MemoryMap.of(layout, snapshot == null ? Zone.DMA_START : LOW_START);
    var taken = new ArrayList<>(reserved);
    taken.add(LOW_HOLE);
    ContiguousRegion contiguous = null;
    if (cmaBytes > 0) {
      contiguous =
          ContiguousRegion.highest(layout.hasDma32() ? map.dma32() : map.dma(), reserved, cmaBytes);
      taken.add(contiguous.range());
    }
    var zones = new EnumMap<Zone, BuddyZone>(Zone.class);
    for (var zone : Zone.values()) {
      zones.put(zone, makeZone(zone, map.bounds(zone), taken, snapshot));
    }
    return new BuddyMemory(map, zones, contiguous, reserveBytes);
  }

  private static BuddyZone makeZone(
      Zone name, MemoryMap.Bounds bounds, List<PoolGeometry> taken, @Nullable FreeBlocks snapshot) {
    var ground = Ground.of(bounds, taken);
    var zone = new BuddyZone(bounds, ground.pages());
    if (snapshot == null) {
      ground.whole().forEach(zone::addUntouched);
      ground.pieces().forEach(zone::addFree);
    } else {
      new Snapshot(name, ground, snapshot.freeBlocks(name)).layOut(zone);
    }
    return zone;
  }

  private static void requireBetween(String what, long bytes, long most) {
    if (bytes < 0 || bytes > most) {
      throw new IllegalArgumentException(
          what + " cannot have " + bytes + " bytes; it may have 0 to " + most);
    }
  }

  @Override
  public @Nullable Long allocate(int order, Zone zone, boolean mayWait) {
    if (order > Slots.MAX_PAGE_ORDER) {
      return null;
    }
    var higherPages = 0L;
    for (var at = zone; ; at = at.lower()) {
      var asked = zone(at);
      var keep =
          (mayWait ? asked.reservePages() : asked.reservePages() / ATOMIC_SHARE)
              + higherPages / LOWMEM_RATIO;
      var address = asked.freePages() - (1L << order) >= keep ? asked.take(order) : -1;
      if (address >= 0) {
        return address;
      }
      if (at == Zone.DMA) {
        return null;
      }
      higherPages += asked.pages();
    }
  }

  /**
   * Gives a block back, which merges with its buddy if that is free.
   *
   * @throws IllegalArgumentException if no block of this order was handed out at this address
   */
  @Override
  public void free(long address, int order) {
    zone(map.zoneOf(address)).giveBack(address, order);
  }

  @Override
  public @Nullable Long allocateContiguous(int pages) {
    return contiguous == null ? null : contiguous.take(pages);
  }

  @Override
  public void freeContiguous(long address, int pages) {
    if (contiguous == null) {
      throw new IllegalArgumentException("there is no CMA region to which pages could return");
    }
    contiguous.release(address, pages);
  }

  /** Free pages of the CMA region; 0 if there is none. */
  int freeContiguousPages() {
    return contiguous == null ? 0 : contiguous.freePages();
  }

  /** The CMA region, or null if there is none. */
  @Nullable PoolGeometry contiguousRange() {
    return contiguous == null ? null : contiguous.range();
  }

  /** All pages of the zones, without what was taken at boot and without the CMA region. */
  public long pages() {
    return zones.values().stream().mapToLong(BuddyZone::pages).sum();
  }

  /** Free pages of all zones, the reserve included. */
  public long freePages() {
    return zones.values().stream().mapToLong(BuddyZone::freePages).sum();
  }

  /** Free pages of a zone, the reserve included. */
  public long freePages(Zone zone) {
    return zone(zone).freePages();
  }

  /** Free blocks of each zone that has memory. */
  @Override
  public FreeBlocks freeBlocks() {
    var free = new EnumMap<Zone, long[]>(Zone.class);
    zones.forEach(
        (name, zone) -> {
          if (zone.pages() > 0) {
            free.put(
                name, IntStream.range(0, FreeBlocks.ORDERS).mapToLong(zone::freeBlocks).toArray());
          }
        });
    return new FreeBlocks(free);
  }

  /** Sets never used 4 MiB blocks of a zone aside, the highest ones, and says how many were. */
  int withhold(Zone zone, int blocks) {
    return zone(zone).withhold(blocks);
  }

  /** Makes blocks of a zone free that were set aside. */
  void restore(Zone zone, int blocks) {
    zone(zone).restore(blocks);
  }

  private BuddyZone zone(Zone name) {
    var zone = zones.get(name);
    if (zone == null) {
      throw new IllegalStateException("no memory in " + name);
    }
    return zone;
  }
}
