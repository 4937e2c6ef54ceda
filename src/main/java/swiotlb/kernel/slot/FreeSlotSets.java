package swiotlb.kernel.slot;

import java.util.Arrays;

/**
 * Free slots in sets of any size. A search steps from one free run to the next: its cost grows with
 * the runs that it passes, not with the slots. Not thread-safe.
 */
final class FreeSlotSets extends FreeSlots {
  private final int setSlots;
  private final int slotCount;

  /** One bit a slot, set while the slot is free; bits past the end are never set. */
  private final long[] free;

  /**
   * All free.
   *
   * @param setSlots a power of two
   */
  FreeSlotSets(int slotCount, int setSlots) {
    this(setSlots, slotCount, allFree(slotCount, (slotCount + WORD_SLOTS - 1) / WORD_SLOTS));
  }

  private FreeSlotSets(int setSlots, int slotCount, long[] free) {
    this.setSlots = setSlots;
    this.slotCount = slotCount;
    this.free = free;
  }

  @Override
  FreeSlots copy() {
    return new FreeSlotSets(setSlots, slotCount, free.clone());
  }

  @Override
  boolean isFree(int slot) {
    return (free[slot / WORD_SLOTS] >>> slot % WORD_SLOTS & 1) != 0;
  }

  @Override
  int largestRun() {
    var longest = 0;
    for (var slot = nextFree(0); slot < slotCount; ) {
      var run = freeRun(slot);
      longest = Math.max(longest, run);
      slot = nextFree(slot + run);
    }
    return longest;
  }

  @Override
  int firstFit(int start, int limit, int period, int slots, long boundary, long phase) {
    for (var slot = start; slot < limit; ) {
      var run = freeRun(slot);
      if (run >= slots) {
        if (withinBoundary(slot, slots, boundary, phase)) {
          return slot;
        }
        slot += period;
      } else {
        var next = nextFree(slot + run);
        slot += Math.max(period, (next - slot + period - 1) & -period);
      }
    }
    return AreaSlots.NOT_FOUND;
  }

  /** The first free slot not before one, or the number of slots. */
  private int nextFree(int from) {
    if (from >= slotCount) {
      return slotCount;
    }
    var word = from / WORD_SLOTS;
    var bits = free[word] & -1L << from % WORD_SLOTS;
    while (bits == 0) {
      if (++word == free.length) {
        return slotCount;
      }
      bits = free[word];
    }
    return word * WORD_SLOTS + Long.numberOfTrailingZeros(bits);
  }

  @Override
  int freeRun(int slot) {
    var setEnd = Math.min((slot | (setSlots - 1)) + 1, slotCount);
    var end = slot;
    while (end < setEnd) {
      var bit = end % WORD_SLOTS;
      var ones = Long.numberOfTrailingZeros(~(free[end / WORD_SLOTS] >>> bit));
      end += Math.min(ones, WORD_SLOTS - bit);
      if (ones < WORD_SLOTS - bit) {
        break;
      }
    }
    return Math.min(end, setEnd) - slot;
  }

  @Override
  void mark(int slot, int slots, boolean isFree) {
    for (var at = slot; at < slot + slots; ) {
      var bit = at % WORD_SLOTS;
      var count = Math.min(slot + slots - at, WORD_SLOTS - bit);
      var bits = ones(count) << bit;
      var word = at / WORD_SLOTS;
      free[word] = isFree ? free[word] | bits : free[word] & ~bits;
      at += count;
    }
  }

  /** Whether the same slots are free, of as many. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FreeSlotSets that
        && setSlots == that.setSlots
        && Arrays.equals(free, that.free);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(free);
  }
}
