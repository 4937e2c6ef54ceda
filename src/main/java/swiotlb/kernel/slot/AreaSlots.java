package swiotlb.kernel.slot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one area, or of adjacent areas that share slot sets: search, release and hints
 * (specification, sections 3 and 7).
 *
 * <p>A slot set is two words of a bitmap, so that the run of free slots from any slot to the end of
 * its set is a matter of bit counts, and all starts of long enough runs in a set come from at most
 * seven shifts. The decisions are those of an allocator that steps from slot to slot; {@link
 * #steppedOver} tells how many slots that one would have passed.
 *
 * <p>Slots are numbered from the start of the pool. Mapping and unmapping allocate no objects. Not
 * thread-safe.
 */
public final class AreaSlots {
  /** Answer of {@link #map} where nothing was found. */
  public static final int NOT_FOUND = -1;

  private static final int WORD_SLOTS = 64;

  /** Every 2^i-th bit of a word. */
  private static final long[] EVERY = new long[7];

  static {
    for (var i = 0; i < EVERY.length; i++) {
      for (var bit = 0; bit < WORD_SLOTS; bit += 1 << i) {
        EVERY[i] |= 1L << bit;
      }
    }
  }

  private final PoolGeometry pool;
  private final int firstArea;
  private final int firstSlot;
  private final int slotCount;
  private final int areaSlots;

  /** One bit a slot, set while the slot is free; bits past the end are never set. */
  private final long[] free;

  /** At the first slot of each live buffer: the slots reserved; elsewhere 0. */
  private final short[] reserved;

  /** At the first slot of each live buffer: bytes before the address that was returned. */
  private final int[] offsetBytes;

  /** At the first slot of each live buffer: its original address and its size in bytes. */
  private final long[] originalAddress;

  private final int[] sizeBytes;

  private final int[] used;
  private final int[] hint;

  private int steppedOver;
  private @Nullable Refusal refusal;

  /**
   * All slots free.
   *
   * @param pool the pool of which these are a part
   * @param owner which part, below {@link PoolGeometry#owners}
   */
  public AreaSlots(PoolGeometry pool, int owner) {
    this.pool = pool;
    this.areaSlots = pool.areaSlots();
    var areas = pool.areasPerOwner();
    this.firstArea = owner * areas;
    this.firstSlot = firstArea * areaSlots;
    this.slotCount = areas * areaSlots;
    this.used = new int[areas];
    this.hint = new int[areas];
    var sets = (slotCount + Slots.SLOT_SET_SLOTS - 1) / Slots.SLOT_SET_SLOTS;
    this.free = new long[2 * sets];
    Arrays.fill(free, 0, slotCount / WORD_SLOTS, -1L);
    if (slotCount % WORD_SLOTS != 0) {
      free[slotCount / WORD_SLOTS] = (1L << slotCount % WORD_SLOTS) - 1;
    }
    this.reserved = new short[slotCount];
    this.offsetBytes = new int[slotCount];
    this.originalAddress = new long[slotCount];
    this.sizeBytes = new int[slotCount];
  }

  /** The first of the areas held here. */
  public int firstArea() {
    return firstArea;
  }

  /** How many areas are held here. */
  public int areas() {
    return used.length;
  }

  /** Slots in use that are charged to an area of the pool. */
  public int used(int area) {
    return used[area - firstArea];
  }

  /** Where the next search of an area begins, counted from the area's first slot. */
  public int hint(int area) {
    return hint[area - firstArea];
  }

  /** Slots that an allocator walking slot by slot would have passed in the last search. */
  public int steppedOver() {
    return steppedOver;
  }

  /**
   * Why the last search found nothing.
   *
   * @throws IllegalStateException if it found something
   */
  public Refusal refusal() {
    if (refusal == null) {
      throw new IllegalStateException("the last search was not refused");
    }
    return refusal;
  }

  /**
   * Searches an area and reserves what it finds.
   *
   * @param area of the pool, one of those held here
   * @return the first reserved slot, padding included, or {@link #NOT_FOUND}
   */
  public int map(int area, Demand demand) {
    var slots = demand.slots();
    var local = area - firstArea;
    steppedOver = 0;
    if (slots > areaSlots - used[local]) {
      return refused(Refusal.TOO_FEW_FREE);
    }
    var slot = search(local, demand, slots);
    if (slot < 0) {
      return refused(largestFreeRun() >= slots ? Refusal.NO_ACCEPTABLE_START : Refusal.NO_LONG_RUN);
    }
    refusal = null;
    reserve(slot, local, demand, slots);
    return firstSlot + slot;
  }

  /**
   * Reserves given slots without a search, as if the search had found them: hint and use follow.
   *
   * @param slot the first slot to reserve, padding included
   * @return false, and nothing is changed, if one of the slots is not free or the run would leave
   *     its slot set
   */
  public boolean adopt(int slot, Demand demand) {
    var local = slot - firstSlot;
    if (local < 0 || local >= slotCount || freeRun(local) < demand.slots()) {
      return false;
    }
    reserve(local, areaOf(local), demand, demand.slots());
    return true;
  }

  /**
   * Gives back the buffer that begins at a slot.
   *
   * @param slot the first reserved slot, padding included
   * @return the slots given back
   * @throws IllegalArgumentException if no live buffer begins there
   */
  public int unmap(int slot) {
    var local = slot - firstSlot;
    if (local < 0 || local >= slotCount || reserved[local] == 0) {
      throw new IllegalArgumentException("no buffer begins at slot " + slot);
    }
    var slots = reserved[local];
    reserved[local] = 0;
    mark(local, slots, true);
    used[areaOf(local)] -= slots;
    return slots;
  }

  /**
   * Takes a decision back: its slots become free, and the hint what it was, unless a later decision
   * has moved it on.
   *
   * @param slot the first reserved slot, padding included
   * @param hintBefore the hint of its area before the decision
   * @return the slots given back
   */
  public int retract(int slot, int hintBefore) {
    var local = areaOf(slot - firstSlot);
    var slots = unmap(slot);
    if (hint[local] == hintAfter(slot - firstSlot, slots, local)) {
      hint[local] = hintBefore;
    }
    return slots;
  }

  /** Whether a slot is free. */
  public boolean isFree(int slot) {
    var local = slot - firstSlot;
    return (free[local / WORD_SLOTS] >>> local % WORD_SLOTS & 1) != 0;
  }

  /**
   * The bytes that a sync of part of a buffer may touch: never beyond the buffer's end.
   *
   * @param bounceAddress any address within a live buffer of these areas
   * @param wantedBytes bytes asked for
   * @return bytes to copy, 0 if the address lies in padding or in no buffer
   */
  public long syncableBytes(long bounceAddress, long wantedBytes) {
    var start = startOfBufferAt(bounceAddress);
    if (start < 0) {
      return 0;
    }
    var into = bounceAddress - bounceAddressOf(start);
    return into < 0 ? 0 : Math.max(0, Math.min(wantedBytes, sizeBytes[start] - into));
  }

  /**
   * The address in the caller's buffer that belongs to an address in a bounce buffer.
   *
   * @param bounceAddress an address for which {@link #syncableBytes} is not 0
   */
  public long originalAddressOf(long bounceAddress) {
    var start = startOfBufferAt(bounceAddress);
    return originalAddress[start] + (bounceAddress - bounceAddressOf(start));
  }

  /** Length of the longest free run within a slot set, over all the areas held here. */
  public int largestFreeRun() {
    var longest = 0;
    for (var word = 0; word < free.length; word += 2) {
      longest = longestRun(free[word], free[word + 1], longest);
    }
    return longest;
  }

  /**
   * Recomputes what the bitmap and the buffers say and compares it with the counters.
   *
   * @return what does not agree, in words, or an empty string
   */
  public String inconsistency() {
    var owned = new long[free.length];
    var charged = new int[used.length];
    for (var slot = 0; slot < slotCount; slot++) {
      for (var i = slot; i < slot + reserved[slot]; i++) {
        if ((owned[i / WORD_SLOTS] >>> i % WORD_SLOTS & 1) != 0) {
          return "slot " + (firstSlot + i) + " has two owners";
        }
        owned[i / WORD_SLOTS] |= 1L << i % WORD_SLOTS;
      }
      charged[areaOf(slot)] += reserved[slot];
    }
    for (var slot = 0; slot < slotCount; slot++) {
      var isOwned = (owned[slot / WORD_SLOTS] >>> slot % WORD_SLOTS & 1) != 0;
      if (isOwned == isFree(firstSlot + slot)) {
        return "slot " + (firstSlot + slot) + " is " + (isOwned ? "owned and free" : "lost");
      }
    }
    for (var area = 0; area < used.length; area++) {
      if (charged[area] != used[area]) {
        return "area "
            + (firstArea + area)
            + " counts "
            + used[area]
            + " used, owners hold "
            + charged[area];
      }
    }
    return "";
  }

  private int refused(Refusal why) {
    refusal = why;
    return NOT_FOUND;
  }

  /**
   * Where the search of an area ends.
   *
   * <p>Acceptable slots lie {@code period} apart. From the hint the real search walks to the first
   * of them and then strides from one to the next. A stride past the end goes on at the area's
   * first slot and counts whole, so the second pass ends early by as much as the stride went past.
   */
  private int search(int local, Demand demand, int slots) {
    var period = Math.max(demand.period(), (int) Slots.roundUpToPowerOfTwo(demand.stride()));
    var alignment = demand.period();
    var first = demand.firstAcceptable(pool.start()) - firstSlot;
    var base = local * areaSlots;
    var end = base + areaSlots;
    var from = base + hint[local];

    var start = nextAcceptable(from, first, alignment);
    var found =
        start < end && fits(start, slots, demand)
            ? start
            : scan(start + period, end, period, slots, demand);
    if (found >= 0) {
      steppedOver = found - from;
      return found;
    }
    var passed = end - from + overshoot(start, end, period, demand.stride());
    var limit = base + areaSlots - passed;
    var again = nextAcceptable(base, first, alignment);
    found = scan(again, limit, period, slots, demand);
    steppedOver =
        found >= 0
            ? passed + (found - base)
            : Math.max(areaSlots, passed + pastLimit(again, limit, period, demand.stride(), base));
    return found;
  }

  /** By how much the stride from the last acceptable slot before the end goes past it. */
  private static int overshoot(int start, int end, int period, int stride) {
    if (start >= end) {
      return 0;
    }
    var last = start + (end - 1 - start) / period * period;
    return Math.max(0, last + stride - end);
  }

  private static int pastLimit(int start, int limit, int period, int stride, int base) {
    if (start >= limit) {
      return Math.max(0, limit - base);
    }
    var last = start + (limit - 1 - start) / period * period;
    return last + stride - base;
  }

  /** The first slot, not before {@code from}, that is {@code phase} modulo a power of two. */
  private static int nextAcceptable(int from, int phase, int period) {
    return from + ((phase - from) & (period - 1));
  }

  /** The first of the slots start, start + period, … before the limit that can hold the buffer. */
  private int scan(int start, int limit, int period, int slots, Demand demand) {
    if (period > WORD_SLOTS) {
      for (var slot = start; slot < limit; slot += period) {
        if (fits(slot, slots, demand)) {
          return slot;
        }
      }
      return NOT_FOUND;
    }
    var every = EVERY[Integer.numberOfTrailingZeros(period)] << (start & (period - 1));
    var boundary = demand.boundarySlots();
    var phase = demand.boundaryPhase(pool.start()) + firstSlot;
    for (var word = start / WORD_SLOTS & ~1; word * WORD_SLOTS < limit; word += 2) {
      var low = free[word];
      var high = free[word + 1];
      for (var done = 1; done < slots && (low | high) != 0; ) {
        var shift = Math.min(done, slots - done);
        low &= shift == WORD_SLOTS ? high : low >>> shift | high << (WORD_SLOTS - shift);
        high &= shift == WORD_SLOTS ? 0 : high >>> shift;
        done += shift;
      }
      var firstBit = word * WORD_SLOTS;
      low &= every & from(start - firstBit) & ~from(limit - firstBit);
      high &= every & from(start - firstBit - WORD_SLOTS) & ~from(limit - firstBit - WORD_SLOTS);
      while ((low | high) != 0) {
        int slot;
        if (low != 0) {
          slot = firstBit + Long.numberOfTrailingZeros(low);
          low &= low - 1;
        } else {
          slot = firstBit + WORD_SLOTS + Long.numberOfTrailingZeros(high);
          high &= high - 1;
        }
        if (withinBoundary(slot, slots, boundary, phase)) {
          return slot;
        }
      }
    }
    return NOT_FOUND;
  }

  /** A mask of the bits from a number on; none from 64 on, all from 0 or below. */
  private static long from(int bit) {
    if (bit <= 0) {
      return -1L;
    }
    return bit >= WORD_SLOTS ? 0 : -1L << bit;
  }

  private boolean fits(int slot, int slots, Demand demand) {
    return freeRun(slot) >= slots
        && withinBoundary(
            slot, slots, demand.boundarySlots(), demand.boundaryPhase(pool.start()) + firstSlot);
  }

  private static boolean withinBoundary(int slot, int slots, long boundary, long phase) {
    return ((slot + phase) & (boundary - 1)) + slots <= boundary;
  }

  /** Free slots from a slot on, at most to the end of its slot set. */
  private int freeRun(int slot) {
    var word = slot / WORD_SLOTS;
    var bit = slot % WORD_SLOTS;
    var run = Math.min(Long.numberOfTrailingZeros(~(free[word] >>> bit)), WORD_SLOTS - bit);
    if ((word & 1) == 0 && run == WORD_SLOTS - bit) {
      run += Long.numberOfTrailingZeros(~free[word + 1]);
    }
    return run;
  }

  private static int longestRun(long low, long high, int atLeast) {
    var run = atLeast;
    for (var i = 0; i < run && (low | high) != 0; i++) {
      low &= low >>> 1 | high << (WORD_SLOTS - 1);
      high &= high >>> 1;
    }
    while ((low | high) != 0) {
      run++;
      low &= low >>> 1 | high << (WORD_SLOTS - 1);
      high &= high >>> 1;
    }
    return run;
  }

  private void reserve(int slot, int local, Demand demand, int slots) {
    mark(slot, slots, false);
    reserved[slot] = (short) slots;
    offsetBytes[slot] = demand.offsetBytes();
    originalAddress[slot] = demand.originalAddress();
    sizeBytes[slot] = (int) demand.sizeBytes();
    used[local] += slots;
    hint[local] = hintAfter(slot, slots, local);
  }

  private int hintAfter(int slot, int slots, int local) {
    var next = slot + slots - local * areaSlots;
    return next < areaSlots ? next : 0;
  }

  private void mark(int slot, int slots, boolean isFree) {
    var word = slot / WORD_SLOTS;
    var bit = slot % WORD_SLOTS;
    var inFirst = Math.min(slots, WORD_SLOTS - bit);
    set(word, ones(inFirst) << bit, isFree);
    if (slots > inFirst) {
      var rest = slots - inFirst;
      set(word + 1, ones(Math.min(rest, WORD_SLOTS)), isFree);
    }
  }

  private void set(int word, long bits, boolean isFree) {
    free[word] = isFree ? free[word] | bits : free[word] & ~bits;
  }

  private static long ones(int count) {
    return count == WORD_SLOTS ? -1L : (1L << count) - 1;
  }

  /** Most hold a single area, and need no division then. */
  private int areaOf(int local) {
    return used.length == 1 ? 0 : local / areaSlots;
  }

  private int startOfBufferAt(long bounceAddress) {
    var slot = pool.slotOf(bounceAddress) - firstSlot;
    if (slot < 0 || slot >= slotCount) {
      return NOT_FOUND;
    }
    var setStart = slot & -Slots.SLOT_SET_SLOTS;
    for (var start = slot; start >= setStart; start--) {
      if (reserved[start] != 0) {
        return start + reserved[start] > slot ? start : NOT_FOUND;
      }
    }
    return NOT_FOUND;
  }

  private long bounceAddressOf(int start) {
    return pool.addressOf(firstSlot + start) + offsetBytes[start];
  }
}
