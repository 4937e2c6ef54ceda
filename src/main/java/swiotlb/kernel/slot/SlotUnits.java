package swiotlb.kernel.slot;

import swiotlb.input.Usual;

/**
 * In which units a kernel gives its pools away: what its source calls IO_TLB_SHIFT and
 * IO_TLB_SEGSIZE (specification, section 2). Published kernels have slots of 2 KiB in sets of 128;
 * people rebuild it with others for mappings larger than 256 KiB.
 *
 * @param slotBytes bytes of a slot, a power of two
 * @param setSlots slots of a slot set, a power of two; a buffer never crosses the end of one
 */
public record SlotUnits(int slotBytes, int setSlots) implements Usual {
  /** Those of the published kernels. */
  public static final SlotUnits DEFAULT = new SlotUnits(Slots.SLOT_BYTES, Slots.SLOT_SET_SLOTS);

  /** The smallest slot. */
  public static final int LEAST_SLOT_BYTES = 512;

  /** The largest slot. */
  public static final int MOST_SLOT_BYTES = 64 << 10;

  /** The smallest slot set. */
  public static final int LEAST_SET_SLOTS = 8;

  /** The largest slot set. */
  public static final int MOST_SET_SLOTS = 8192;

  /** The largest mapping that any of them has: as much as a default pool of 64 MiB. */
  public static final int MOST_MAPPING_BYTES = 64 << 20;

  private static final long MIN_POOL_BYTES = 1L << 20;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is no power of two or out of bounds
   */
  public SlotUnits {
    if (!isPowerOfTwo(slotBytes, LEAST_SLOT_BYTES, MOST_SLOT_BYTES)) {
      throw new IllegalArgumentException(
          "a slot cannot have %d bytes; it has a power of two of them, %d to %d"
              .formatted(slotBytes, LEAST_SLOT_BYTES, MOST_SLOT_BYTES));
    }
    if (!isPowerOfTwo(setSlots, LEAST_SET_SLOTS, MOST_SET_SLOTS)) {
      throw new IllegalArgumentException(
          "a slot set cannot have %d slots; it has a power of two of them, %d to %d"
              .formatted(setSlots, LEAST_SET_SLOTS, MOST_SET_SLOTS));
    }
    if ((long) slotBytes * setSlots > MOST_MAPPING_BYTES) {
      throw new IllegalArgumentException(
          "a slot set cannot have %d slots of %d bytes; it has at most %d bytes"
              .formatted(setSlots, slotBytes, MOST_MAPPING_BYTES));
    }
  }

  private static boolean isPowerOfTwo(int value, int least, int most) {
    return value >= least && value <= most && Integer.bitCount(value) == 1;
  }

  /** Whether they are those of the published kernels. */
  @Override
  public boolean isUsual() {
    return equals(DEFAULT);
  }

  /** Log2 of the bytes of a slot. */
  public int shift() {
    return Integer.numberOfTrailingZeros(slotBytes);
  }

  /**
   * Slots that cover a number of bytes.
   *
   * @param bytes at least 0
   */
  public long ofBytes(long bytes) {
    return (bytes + slotBytes - 1) >> shift();
  }

  /** Bytes of a number of slots. */
  public long toBytes(long slots) {
    return slots << shift();
  }

  /** The smallest multiple of a slot set that is at least this many slots. */
  public long roundUpToSlotSet(long slots) {
    return (slots + setSlots - 1) & -setSlots;
  }

  /** The largest mapping, padding included: one slot set. */
  public int maxMappingBytes() {
    return setSlots * slotBytes;
  }

  /** 1 MiB in slots: the smallest pool to which boot and growth halve their wish. */
  public int minPoolSlots() {
    return (int) (MIN_POOL_BYTES >> shift());
  }

  /** 64 MiB in slots: the default pool where nothing else is asked for. */
  public int defaultPoolSlots() {
    return (int) ofBytes(Slots.toBytes(Slots.DEFAULT_POOL_SLOTS));
  }

  /** What an address of a pool is a multiple of: a page, or a slot where that is larger. */
  public int poolAlignBytes() {
    return Math.max(slotBytes, Slots.PAGE_BYTES);
  }

  /** Pages that cover a number of slots. */
  public long pages(long slots) {
    return Slots.pagesOfBytes(toBytes(slots));
  }

  /** The smallest page order whose block covers this many slots, at least 1. */
  public int pageOrder(long slots) {
    return Slots.orderOfPages(pages(slots));
  }
}
