package swiotlb.study.explain;

import swiotlb.kernel.slot.Slots;

/**
 * A mapping that found no slots, as the kernel tells it.
 *
 * @param bytes asked for; from 6.12 on with offset and alignment
 * @param total slots of the allocator
 * @param used slots in use, read a moment after the search
 * @param seconds when that was, on the clock of the log; NaN: it cannot be compared
 */
record FullLine(Shape.Found found, long bytes, long total, long used, double seconds) {
  /** No pool has more than so many times its slots in use. */
  private static final int MOST_TRANSIENT = 2;

  /** Of a line that has all three numbers. */
  static FullLine of(Shape.Found found, Timeline timeline) {
    return new FullLine(
        found, found.number(0), found.number(1), found.number(2), timeline.at(found.line()));
  }

  /** Whether more is in use than there is: transient pools count as used, and not as there. */
  boolean isBeyondTotal() {
    return used > total;
  }

  /** Whether that is more than transient pools explain. */
  boolean isFarBeyondTotal() {
    return used / MOST_TRANSIENT > total;
  }

  /** Slots that the mapping needs. */
  long slots() {
    return Slots.ofBytes(bytes);
  }

  long free() {
    return Math.max(0, total - used);
  }

  boolean isFull() {
    return used >= total;
  }

  boolean isTooLarge() {
    return bytes > Slots.MAX_MAPPING_BYTES;
  }

  /**
   * Whether so little is free that it counts as full: less than twice the wish, or than 1 in 20.
   */
  boolean isNearlyFull() {
    return free() < 2 * slots() || free() < total / 20;
  }
}
