package swiotlb.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import swiotlb.kernel.page.Zone;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** A machine's memory while it boots: where pools lie that are set aside. Not thread-safe. */
final class BootMemory {
  private static final long LOWEST_POOL = Zone.DMA_LIMIT + 1;
  private static final long FIRST_RESTRICTED = 512L << 20;
  private static final long ABOVE_POOL = 64L << 20;

  private final long bytes;
  private final long lowEnd;
  private final List<PoolGeometry> taken = new ArrayList<>();
  private final List<PoolGeometry> restricted = new ArrayList<>();

  /** Memory of which nothing is taken; what does not fit below 3.75 GiB lies above 4 GiB. */
  BootMemory(long bytes) {
    this.bytes = bytes;
    this.lowEnd = Math.min(bytes, Zone.LOW_MEMORY_END);
  }

  /** All of it. */
  long bytes() {
    return bytes;
  }

  /** Whether some of it lies above 4 GiB. */
  boolean reachesAbove4Gib() {
    return bytes > lowEnd;
  }

  /**
   * The largest default pool that there is room for: it is one range of 32-bit memory, with some of
   * that above and below.
   */
  long largestPoolBytes() {
    return highestPoolEnd() - LOWEST_POOL;
  }

  private long highestPoolEnd() {
    return lowEnd - Math.min(ABOVE_POOL, lowEnd / 16);
  }

  /** Where a default pool lies unless the scenario says so: as high as it can. */
  long highestPlace(long poolBytes) {
    return (highestPoolEnd() - poolBytes) & -Slots.PAGE_BYTES;
  }

  /** What is wrong with a default pool at an address, and what would be right. */
  Optional<String> wrongPlace(long address, long poolBytes) {
    if (address % Slots.PAGE_BYTES != 0) {
      return Optional.of("is not on a page of 4 KiB");
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
  OptionalLong freePlace(long poolBytes) {
    var at = Math.min(FIRST_RESTRICTED, bytes / 4) & -Slots.PAGE_BYTES;
    for (var moved = true; moved; ) {
      moved = false;
      for (var range : taken) {
        var end = range.start() + range.bytes();
        if (at < end && range.start() < at + poolBytes) {
          at = (end + Slots.PAGE_BYTES - 1) & -Slots.PAGE_BYTES;
          moved = true;
        }
      }
    }
    return at + poolBytes <= lowEnd ? OptionalLong.of(at) : OptionalLong.empty();
  }

  /** Whether all of a range is memory of this machine. */
  boolean holds(long start, long rangeBytes) {
    return start + rangeBytes <= lowEnd
        || (start >= Zone.HIGH_MEMORY_START && start + rangeBytes <= highEnd());
  }

  private long highEnd() {
    return Zone.HIGH_MEMORY_START + bytes - lowEnd;
  }

  /** Where there is memory, in words. */
  String ranges() {
    return bytes > lowEnd
        ? "below 0x%x and from 0x%x to 0x%x".formatted(lowEnd, Zone.HIGH_MEMORY_START, highEnd())
        : "below 0x%x".formatted(lowEnd);
  }

  /** Whether a pool shares memory with one that was taken. */
  boolean isTaken(PoolGeometry pool) {
    return taken.stream().anyMatch(pool::overlaps);
  }

  void take(PoolGeometry pool) {
    taken.add(pool);
  }

  /** Takes a pool that is set aside for devices. */
  void takeRestricted(PoolGeometry pool) {
    restricted.add(pool);
    take(pool);
  }

  /** Whether just this pool was set aside for a device, so that another one may share it. */
  boolean isRestricted(PoolGeometry pool) {
    return restricted.contains(pool);
  }

  /** What was taken, in that order. */
  List<PoolGeometry> taken() {
    return List.copyOf(taken);
  }
}
