package swiotlb.kernel.slot;

import java.util.Arrays;

/**
 * Which slots of a stretch are free, and where runs of them begin. The stretch begins with a slot
 * set and is numbered from 0; a run ends at the end of its slot set.
 *
 * <p>A slot set is two words of a bitmap, so that the run of free slots from any slot to the end of
 * its set is a matter of bit counts, and all starts of long enough runs in a set come from at most
 * seven shifts. Not thread-safe.
 */
final class FreeSlots {
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

  /** One bit a slot, set while the slot is free; bits past the end are never set. */
  private final long[] free;

  /** All free. */
  FreeSlots(int slotCount) {
    var sets = (slotCount + Slots.SLOT_SET_SLOTS - 1) / Slots.SLOT_SET_SLOTS;
    this.free = new long[2 * sets];
    Arrays.fill(free, 0, slotCount / WORD_SLOTS, -1L);
    if (slotCount % WORD_SLOTS != 0) {
      free[slotCount / WORD_SLOTS] = (1L << slotCount % WORD_SLOTS) - 1;
    }
  }

  private FreeSlots(long[] free) {
    this.free = free;
  }

  /** The same slots free, independent from now on. */
  FreeSlots copy() {
    return new FreeSlots(free.clone());
  }

  boolean isFree(int slot) {
    return (free[slot / WORD_SLOTS] >>> slot % WORD_SLOTS & 1) != 0;
  }

  /** Length of the longest free run within a slot set. */
  int largestRun() {
    var longest = 0;
    for (var word = 0; word < free.length; word += 2) {
      longest = longestRun(free[word], free[word + 1], longest);
    }
    return longest;
  }

  /**
   * The first of the slots start, start + period, … before the limit that can hold a buffer, or
   * {@link AreaSlots#NOT_FOUND}.
   *
   * @param period a power of two
   * @param boundary slots of a segment that the buffer may not leave, a power of two
   * @param phase number of slot 0 within the segments
   */
  int firstFit(int start, int limit, int period, int slots, long boundary, long phase) {
    if (period > WORD_SLOTS) {
      for (var slot = start; slot < limit; slot += period) {
        if (fits(slot, slots, boundary, phase)) {
          return slot;
        }
      }
      return AreaSlots.NOT_FOUND;
    }
    var every = EVERY[Integer.numberOfTrailingZeros(period)] << (start & (period - 1));
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
    return AreaSlots.NOT_FOUND;
  }

  /** A mask of the bits from a number on; none from 64 on, all from 0 or below. */
  private static long from(int bit) {
    if (bit <= 0) {
      return -1L;
    }
    return bit >= WORD_SLOTS ? 0 : -1L << bit;
  }

  /** Whether a buffer can begin at a slot. */
  boolean fits(int slot, int slots, long boundary, long phase) {
    return freeRun(slot) >= slots && withinBoundary(slot, slots, boundary, phase);
  }

  private static boolean withinBoundary(int slot, int slots, long boundary, long phase) {
    return ((slot + phase) & (boundary - 1)) + slots <= boundary;
  }

  /** Free slots from a slot on, at most to the end of its slot set. */
  int freeRun(int slot) {
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

  /** Makes the slots from one on, within a slot set, free or not. */
  void mark(int slot, int slots, boolean isFree) {
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

  /** Whether the same slots are free, of as many. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FreeSlots that && Arrays.equals(free, that.free);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(free);
  }
}
