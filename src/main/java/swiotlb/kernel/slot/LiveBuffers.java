package swiotlb.kernel.slot;

import java.util.Arrays;

/**
 * The live buffers of a stretch of slots, each at its first slot, and what a sync needs to know of
 * them (specification, section 7). Slots are numbered from the start of the stretch. Not
 * thread-safe.
 */
final class LiveBuffers {
  private final PoolGeometry pool;
  private final int firstSlot;

  /** At the first slot of each live buffer: the slots reserved; elsewhere 0. */
  private final short[] reserved;

  /** At the first slot of each live buffer: bytes before the address that was returned. */
  private final int[] offsetBytes;

  /** At the first slot of each live buffer: its original address and its size in bytes. */
  private final long[] originalAddress;

  private final int[] sizeBytes;

  /** No buffer in the slots of a pool from {@code firstSlot} on. */
  LiveBuffers(PoolGeometry pool, int firstSlot, int slotCount) {
    this(
        pool,
        firstSlot,
        new short[slotCount],
        new int[slotCount],
        new long[slotCount],
        new int[slotCount]);
  }

  private LiveBuffers(
      PoolGeometry pool,
      int firstSlot,
      short[] reserved,
      int[] offsetBytes,
      long[] originalAddress,
      int[] sizeBytes) {
    this.pool = pool;
    this.firstSlot = firstSlot;
    this.reserved = reserved;
    this.offsetBytes = offsetBytes;
    this.originalAddress = originalAddress;
    this.sizeBytes = sizeBytes;
  }

  /** The same buffers, independent from now on. */
  LiveBuffers copy() {
    return new LiveBuffers(
        pool,
        firstSlot,
        reserved.clone(),
        offsetBytes.clone(),
        originalAddress.clone(),
        sizeBytes.clone());
  }

  /** The slots of the buffer that begins at a slot; 0 if none does. */
  int slotsAt(int start) {
    return reserved[start];
  }

  void begin(int start, Demand demand) {
    reserved[start] = (short) demand.slots();
    offsetBytes[start] = demand.offsetBytes();
    originalAddress[start] = demand.originalAddress();
    sizeBytes[start] = (int) demand.sizeBytes();
  }

  void end(int start) {
    reserved[start] = 0;
  }

  long syncableBytes(long bounceAddress, long wantedBytes) {
    var start = startOfBufferAt(bounceAddress);
    if (start < 0) {
      return 0;
    }
    var into = bounceAddress - bounceAddressOf(start);
    return into < 0 ? 0 : Math.max(0, Math.min(wantedBytes, sizeBytes[start] - into));
  }

  long originalAddressOf(long bounceAddress) {
    var start = startOfBufferAt(bounceAddress);
    return originalAddress[start] + (bounceAddress - bounceAddressOf(start));
  }

  private int startOfBufferAt(long bounceAddress) {
    var slot = pool.slotOf(bounceAddress) - firstSlot;
    if (slot < 0 || slot >= reserved.length) {
      return AreaSlots.NOT_FOUND;
    }
    var setStart = slot & -Slots.SLOT_SET_SLOTS;
    for (var start = slot; start >= setStart; start--) {
      if (reserved[start] != 0) {
        return start + reserved[start] > slot ? start : AreaSlots.NOT_FOUND;
      }
    }
    return AreaSlots.NOT_FOUND;
  }

  private long bounceAddressOf(int start) {
    return pool.addressOf(firstSlot + start) + offsetBytes[start];
  }

  /** Whether the same buffers are live; what a dead one was does not count. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof LiveBuffers that)
        || firstSlot != that.firstSlot
        || !pool.equals(that.pool)) {
      return false;
    }
    for (var slot = 0; slot < reserved.length; slot++) {
      if (reserved[slot] != that.reserved[slot] || (reserved[slot] != 0 && !sameAt(slot, that))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameAt(int start, LiveBuffers that) {
    return offsetBytes[start] == that.offsetBytes[start]
        && originalAddress[start] == that.originalAddress[start]
        && sizeBytes[start] == that.sizeBytes[start];
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(reserved);
  }
}
