package swiotlb.kernel.slot;

import java.util.Arrays;

/**
 * Free slots in sets of 128, as the published kernels have them.
 *
 * <p>A slot set is two words of a bitmap, so that the run of free slots from any slot to the end of
 * its set is a matter of bit counts, and all starts of long enough runs in a set come from at most
 * seven shifts. Not thread-safe.
 */
final class FreeSlotPairs extends FreeSlots {

  /** Slots of a set. */
  static final int SET_SLOTS = 2 * WORD_SLOTS;

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
  FreeSlotPairs(int slotCount) {
    this.free = allFree(slotCount, (slotCount + SET_SLOTS - 1) / SET_SLOTS * 2);
  }

  private FreeSlotPairs(long[] free) {
    this.free = free;
  }

  @Override
  FreeSlots copy() {
    return new FreeSlotPairs(free.clone());
  }

  @Override
  boolean isFree(int slot) {
    return (free[slot / WORD_SLOTS] >>> slot % WORD_SLOTS & 1) != 0;
  }

  @Override
  int largestRun() {
    var longest = 0;
    for (var word = 0; word < free.length; word += 2) {
      longest = longestRun(free[word], free[word + 1], longest);
    }
    return longest;
  }

  @Override
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

  @Override
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

  @Override
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

  /** Whether the same slots are free, of as many. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FreeSlotPairs that && Arrays.equals(free, that.free);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(free);
  }
}
