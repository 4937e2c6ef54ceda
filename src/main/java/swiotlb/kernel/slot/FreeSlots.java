package swiotlb.kernel.slot;

import java.util.Arrays;

/**
 * Which slots of a stretch are free, and where runs of them begin. The stretch begins with a slot
 * set and is numbered from 0; a run ends at the end of its slot set. Not thread-safe.
 */
abstract sealed class FreeSlots permits FreeSlotPairs, FreeSlotSets {
  /** Slots of a word of the bitmap. */
  static final int WORD_SLOTS = 64;

  /** All free. */
  static FreeSlots of(int slotCount, SlotUnits units) {
    return units.setSlots() == FreeSlotPairs.SET_SLOTS
        ? new FreeSlotPairs(slotCount)
        : new FreeSlotSets(slotCount, units.setSlots());
  }

  /** A bitmap with a bit set for each slot; bits past the last one are never set. */
  static long[] allFree(int slotCount, int words) {
    var free = new long[words];
    Arrays.fill(free, 0, slotCount / WORD_SLOTS, -1L);
    if (slotCount % WORD_SLOTS != 0) {
      free[slotCount / WORD_SLOTS] = ones(slotCount % WORD_SLOTS);
    }
    return free;
  }

  /** The same slots free, independent from now on. */
  abstract FreeSlots copy();

  abstract boolean isFree(int slot);

  /** Length of the longest free run within a slot set. */
  abstract int largestRun();

  /**
   * The first of the slots start, start + period, … before the limit that can hold a buffer, or
   * {@link AreaSlots#NOT_FOUND}.
   *
   * @param period a power of two
   * @param boundary slots of a segment that the buffer may not leave, a power of two
   * @param phase number of slot 0 within the segments
   */
  abstract int firstFit(int start, int limit, int period, int slots, long boundary, long phase);

  /** Whether a buffer can begin at a slot. */
  final boolean fits(int slot, int slots, long boundary, long phase) {
    return freeRun(slot) >= slots && withinBoundary(slot, slots, boundary, phase);
  }

  static boolean withinBoundary(int slot, int slots, long boundary, long phase) {
    return ((slot + phase) & (boundary - 1)) + slots <= boundary;
  }

  /** Free slots from a slot on, at most to the end of its slot set. */
  abstract int freeRun(int slot);

  /** Makes the slots from one on, within a slot set, free or not. */
  abstract void mark(int slot, int slots, boolean isFree);

  /** So many low bits, at most a word of them. */
  static long ones(int count) {
    return count == WORD_SLOTS ? -1L : (1L << count) - 1;
  }
}
