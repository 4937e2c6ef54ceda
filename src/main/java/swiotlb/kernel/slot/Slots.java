package swiotlb.kernel.slot;

/**
 * Units of the software IO TLB as the published kernels have them (specification, section 2), and
 * those of pages. A simulated kernel may have other slots: {@link SlotUnits}.
 */
public final class Slots {
  /** Bytes of one slot. */
  public static final int SLOT_BYTES = 2048;

  /** log2 of {@link #SLOT_BYTES}. */
  public static final int SLOT_SHIFT = 11;

  /** Slots of one slot set; a buffer never crosses the end of one. */
  public static final int SLOT_SET_SLOTS = 128;

  /** The largest mapping, padding included: one slot set. */
  public static final int MAX_MAPPING_BYTES = SLOT_SET_SLOTS * SLOT_BYTES;

  /** Bytes of a page. */
  public static final int PAGE_BYTES = 4096;

  /** The largest page order that the page allocator hands out: 4 MiB. */
  public static final int MAX_PAGE_ORDER = 10;

  /** 1 MiB in slots: the smallest pool to which boot and growth halve their wish. */
  public static final int MIN_POOL_SLOTS = 512;

  /** 64 MiB in slots: the default pool where nothing else is asked for. */
  public static final int DEFAULT_POOL_SLOTS = 32768;

  private Slots() {}

  /**
   * Slots that cover a number of bytes.
   *
   * @param bytes at least 0
   */
  public static long ofBytes(long bytes) {
    return (bytes + SLOT_BYTES - 1) >> SLOT_SHIFT;
  }

  /** Bytes of a number of slots. */
  public static long toBytes(long slots) {
    return slots << SLOT_SHIFT;
  }

  /** The smallest multiple of a slot set that is at least this many slots. */
  public static long roundUpToSlotSet(long slots) {
    return (slots + SLOT_SET_SLOTS - 1) / SLOT_SET_SLOTS * SLOT_SET_SLOTS;
  }

  /** The smallest power of two that is at least {@code value}, which is at least 1. */
  public static long roundUpToPowerOfTwo(long value) {
    var highest = Long.highestOneBit(value);
    return highest == value ? value : highest << 1;
  }

  /** Pages that cover a number of slots. */
  public static long pages(long slots) {
    return pagesOfBytes(toBytes(slots));
  }

  /** Pages that cover a number of bytes. */
  public static long pagesOfBytes(long bytes) {
    return (bytes + PAGE_BYTES - 1) / PAGE_BYTES;
  }

  /** The smallest page order whose block covers this many slots, at least 1. */
  public static int pageOrder(long slots) {
    return orderOfPages(pages(slots));
  }

  /** Log2 of the smallest power of two of pages that holds so many of them, at least 1. */
  public static int orderOfPages(long pages) {
    return Long.numberOfTrailingZeros(roundUpToPowerOfTwo(pages));
  }
}
