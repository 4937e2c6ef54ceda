package swiotlb.kernel.slot;

/**
 * The live buffers of a stretch of slots, each at its first slot, and what a sync needs to know of
 * them (specification, section 7). Slots are numbered from the start of the stretch. Not
 * thread-safe.
 */
final class LiveBuffers {
  /** A buffer has at most the largest slot set of slots: a number of this many bits. */
  private static final int SLOTS_BITS = 14;

  private static final int SLOTS = (1 << SLOTS_BITS) - 1;

  /** As many low bits of an original address are a number of this many bits. */
  private static final int BITS_BITS = 5;

  private static final int BITS = (1 << BITS_BITS) - 1;

  private final PoolGeometry pool;
  private final int firstSlot;
  private final int setSlots;

  /**
   * Two words for each slot, so that a buffer lies in one cache line. At the first slot of a live
   * buffer: its original address; and its size in bytes, how many low bits of the original address
   * are the bytes that come before the address that was returned, and how many slots are reserved.
   * Elsewhere the second word is 0.
   */
  private final long[] words;

  /** No buffer in the slots of a pool from {@code firstSlot} on. */
  LiveBuffers(PoolGeometry pool, int firstSlot, int slotCount) {
    this(pool, firstSlot, new long[2 * slotCount]);
  }

  private LiveBuffers(PoolGeometry pool, int firstSlot, long[] words) {
    this.pool = pool;
    this.firstSlot = firstSlot;
    this.setSlots = pool.units().setSlots();
    this.words = words;
  }

  /** The same buffers, independent from now on. */
  LiveBuffers copy() {
    return new LiveBuffers(pool, firstSlot, words.clone());
  }

  /** The slots of the buffer that begins at a slot; 0 if none does. */
  int slotsAt(int start) {
    return (int) words[2 * start + 1] & SLOTS;
  }

  private int offsetBytesAt(int start) {
    var bits = (int) words[2 * start + 1] >>> SLOTS_BITS & BITS;
    return (int) words[2 * start] & ((1 << bits) - 1);
  }

  private int sizeBytesAt(int start) {
    return (int) (words[2 * start + 1] >>> Integer.SIZE);
  }

  /** A buffer begins at a slot; it fits a slot set, so that offset and size are below 2^27. */
  void begin(int start, Demand demand) {
    words[2 * start] = demand.originalAddress();
    words[2 * start + 1] =
        demand.sizeBytes() << Integer.SIZE
            | (long) (Integer.SIZE - Integer.numberOfLeadingZeros(demand.offsetBytes()))
                << SLOTS_BITS
            | demand.slots();
  }

  void end(int start) {
    words[2 * start + 1] = 0;
  }

  long syncableBytes(long bounceAddress, long wantedBytes) {
    var start = startOfBufferAt(bounceAddress);
    if (start < 0) {
      return 0;
    }
    var into = bounceAddress - bounceAddressOf(start);
    return into < 0 ? 0 : Math.max(0, Math.min(wantedBytes, sizeBytesAt(start) - into));
  }

  long originalAddressOf(long bounceAddress) {
    var start = startOfBufferAt(bounceAddress);
    return words[2 * start] + (bounceAddress - bounceAddressOf(start));
  }

  private int startOfBufferAt(long bounceAddress) {
    var slot = pool.slotOf(bounceAddress) - firstSlot;
    if (slot < 0 || 2 * slot >= words.length) {
      return AreaSlots.NOT_FOUND;
    }
    var setStart = slot & -setSlots;
    for (var start = slot; start >= setStart; start--) {
      var slots = slotsAt(start);
      if (slots != 0) {
        return start + slots > slot ? start : AreaSlots.NOT_FOUND;
      }
    }
    return AreaSlots.NOT_FOUND;
  }

  private long bounceAddressOf(int start) {
    return pool.addressOf(firstSlot + start) + offsetBytesAt(start);
  }

  /** Whether the same buffers are live; what a dead one was does not count. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof LiveBuffers that)
        || firstSlot != that.firstSlot
        || !pool.equals(that.pool)) {
      return false;
    }
    if (words.length != that.words.length) {
      return false;
    }
    for (var i = 0; i < words.length; i += 2) {
      var isLive = words[i + 1] != 0;
      if (words[i + 1] != that.words[i + 1] || (isLive && words[i] != that.words[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    var hash = 1;
    for (var i = 1; i < words.length; i += 2) {
      hash = 31 * hash + Long.hashCode(words[i]);
    }
    return hash;
  }
}
