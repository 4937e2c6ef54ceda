package swiotlb.kernel.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** A machine's memory while it boots: where pools lie that are set aside. Not thread-safe. */
public final class BootMemory {
  private static final long LOWEST_POOL = Zone.DMA_LIMIT + 1;
  private static final long FIRST_RESTRICTED = 512L << 20;
  private static final long ABOVE_POOL = 64L << 20;

  private final MemoryLayout layout;
  private final long lowEnd;
  private final long alignBytes;
  private final List<PoolGeometry> taken = new ArrayList<>();
  private final List<PoolGeometry> restricted = new ArrayList<>();

  /** A free range, from an address to before another one. */
  private record Range(long start, long end) {
    long bytes() {
      return Math.max(0, end - start);
    }
  }

  /**
   * Memory of which nothing is taken.
   *
   * @param alignBytes of which the address of a pool is a multiple: a page, or a larger slot
   */
  public BootMemory(MemoryLayout layout, long alignBytes) {
    this.layout = layout;
    this.alignBytes = alignBytes;
    this.lowEnd = layout.lowBytes();
  }

  /** Where it lies. */
  public MemoryLayout layout() {
    return layout;
  }

  /** All of it. */
  public long bytes() {
    return layout.bytes();
  }

  /** Whether some of it lies above its hole, or above 2 GiB where there is none. */
  public boolean hasUpperPart() {
    return layout.highBytes() > 0;
  }

  /**
   * The largest default pool that there is room for: it is one range, with some memory above and
   * below.
   *
   * @param limit the highest address that it may have
   */
  public long largestPoolBytes(long limit) {
    return free(limit).stream().mapToLong(Range::bytes).max().orElse(0);
  }

  /** Free ranges up to an address, the highest first. */
  private List<Range> free(long limit) {
    var ranges = new ArrayList<Range>();
    if (layout.hasHole() || !hasUpperPart()) {
      if (hasUpperPart()) {
        ranges.add(free(layout.highStart(), layout.end(), limit));
      }
      ranges.add(free(LOWEST_POOL, lowEnd, limit));
    } else {
      ranges.add(free(LOWEST_POOL, layout.end(), limit));
    }
    return ranges;
  }

  private static Range free(long start, long end, long limit) {
    return new Range(start, Math.min(end - Math.min(ABOVE_POOL, end / 16), limit + 1));
  }

  /**
   * Where a default pool lies unless the scenario says so: as high as it can.
   *
   * @param poolBytes at most the largest that there is room for
   */
  public long highestPlace(long poolBytes, long limit) {
    return free(limit).stream()
        .filter(range -> range.bytes() >= poolBytes)
        .findFirst()
        .map(range -> (range.end - poolBytes) & -alignBytes)
        .orElse(LOWEST_POOL);
  }

  /** What is wrong with a default pool at an address, and what would be right. */
  public Optional<String> wrongPlace(long address, long poolBytes, boolean anywhere) {
    if (address % alignBytes != 0) {
      return Optional.of(
          alignBytes == Slots.PAGE_BYTES
              ? "is not on a page of 4 KiB"
              : "is not on a slot of %d KiB".formatted(alignBytes >> 10));
    }
    if (anywhere && address >= LOWEST_POOL && holds(address, poolBytes)) {
      return Optional.empty();
    }
    if (address < LOWEST_POOL || address + poolBytes > lowEnd) {
      return Optional.of(
          "puts %d bytes where the machine has no 32-bit memory to spare; it can be 0x%x to 0x%x"
              .formatted(poolBytes, LOWEST_POOL, lowEnd - poolBytes));
    }
    return Optional.empty();
  }

  /**
   * Where a restricted pool lies unless its device says so: the first page of 32-bit memory, not
   * before that of the first restricted pool, from which on nothing is taken.
   *
   * @return absent if there is none
   */
  public OptionalLong freePlace(long poolBytes) {
    var at = Math.min(FIRST_RESTRICTED, layout.bytes() / 4) & -alignBytes;
    for (var moved = true; moved; ) {
      moved = false;
      for (var range : taken) {
        var end = range.start() + range.bytes();
        if (at < end && range.start() < at + poolBytes) {
          at = (end + alignBytes - 1) & -alignBytes;
          moved = true;
        }
      }
    }
    return at + poolBytes <= lowEnd ? OptionalLong.of(at) : OptionalLong.empty();
  }

  /** Whether all of a range is memory of this machine. */
  public boolean holds(long start, long rangeBytes) {
    return start + rangeBytes <= (layout.hasHole() ? lowEnd : layout.end())
        || (start >= layout.highStart() && start + rangeBytes <= layout.end());
  }

  /** Where there is memory, in words. */
  public String ranges() {
    return hasUpperPart()
        ? "below 0x%x and from 0x%x to 0x%x".formatted(lowEnd, layout.highStart(), layout.end())
        : "below 0x%x".formatted(lowEnd);
  }

  /** Whether a pool shares memory with one that was taken. */
  public boolean isTaken(PoolGeometry pool) {
    return taken.stream().anyMatch(pool::overlaps);
  }

  /** Takes a pool. */
  public void take(PoolGeometry pool) {
    taken.add(pool);
  }

  /** Takes a pool that is set aside for devices. */
  public void takeRestricted(PoolGeometry pool) {
    restricted.add(pool);
    take(pool);
  }

  /** Whether just this pool was set aside for a device, so that another one may share it. */
  public boolean isRestricted(PoolGeometry pool) {
    return restricted.contains(pool);
  }

  /** What was taken, in that order. */
  public List<PoolGeometry> taken() {
    return List.copyOf(taken);
  }
}
