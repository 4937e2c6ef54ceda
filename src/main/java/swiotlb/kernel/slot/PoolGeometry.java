package swiotlb.kernel.slot;

/**
 * Where a pool lies and how it is cut (specification, section 2).
 *
 * @param start physical address of slot 0, a multiple of a slot
 * @param slots number of slots, at least 1
 * @param areas number of areas of equal size; a power of two, but for a pool of which the memory
 *     decided: then the mask of the search passes over some areas, as in the kernel
 * @param units of its slots and slot sets
 */
public record PoolGeometry(long start, int slots, int areas, SlotUnits units) {

  /** A pool of slots as the published kernels have them. */
  public PoolGeometry(long start, int slots, int areas) {
    this(start, slots, areas, SlotUnits.DEFAULT);
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the slots do not divide into the areas, or the start is not
   *     on a slot
   */
  public PoolGeometry {
    if (slots < 1 || areas < 1 || slots % areas != 0) {
      throw new IllegalArgumentException(
          "a pool of " + slots + " slots cannot be cut into " + areas + " equal areas");
    }
    if ((start & (units.slotBytes() - 1)) != 0) {
      throw new IllegalArgumentException(
          "a pool cannot start at 0x" + Long.toHexString(start) + ", within a slot");
    }
  }

  /** Slots of one area; fewer than a slot set in some pools grown after a shrunken boot. */
  public int areaSlots() {
    return slots / areas;
  }

  /** Bytes of the pool. */
  public long bytes() {
    return units.toBytes(slots);
  }

  /** Physical address of a slot. */
  public long addressOf(int slot) {
    return start + units.toBytes(slot);
  }

  /** Whether the address lies in this pool. */
  public boolean contains(long address) {
    return address - start >= 0 && address - start < bytes();
  }

  /** Whether the two share an address. */
  public boolean overlaps(PoolGeometry other) {
    return start < other.start + other.bytes() && other.start < start + bytes();
  }

  /** The slot that holds an address of this pool. */
  public int slotOf(long address) {
    return (int) ((address - start) >> units.shift());
  }

  /** The area of a CPU in round {@code round} of the search. */
  public int areaFor(int cpu, int round) {
    return (cpu + round) & (areas - 1);
  }

  /** The area to which a slot belongs. */
  public int areaOfSlot(int slot) {
    return slot / areaSlots();
  }

  /**
   * Adjacent areas that share slot sets and so must have one owner: 1 unless an area is no multiple
   * of a slot set.
   */
  public int areasPerOwner() {
    var areaSlots = areaSlots();
    if (areaSlots % units.setSlots() == 0) {
      return 1;
    }
    if (units.setSlots() % areaSlots == 0) {
      return Math.min(areas, units.setSlots() / areaSlots);
    }
    return areas;
  }

  /** Number of owners of the pool's areas. */
  public int owners() {
    return areas / areasPerOwner();
  }

  /** The owner of an area. */
  public int ownerOf(int area) {
    return area / areasPerOwner();
  }
}
