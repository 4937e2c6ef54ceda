package swiotlb.study.advise;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.slot.Slots;
import swiotlb.scenario.Scenario;

/** Sizes of coherent pools that a boot gives as they are written: powers of two of pages. */
final class CoherentSizes {
  private static final long MOST_BYTES = 32L << 20;
  private static final int PART_OF_MEMORY = 16;

  private CoherentSizes() {}

  /** The largest that is tried. */
  static long most(Scenario scenario) {
    return Math.max(
        Slots.PAGE_BYTES,
        Math.min(MOST_BYTES, Long.highestOneBit(scenario.memoryBytes() / PART_OF_MEMORY)));
  }

  /** All of them from the largest on. */
  static List<Long> falling(Scenario scenario) {
    var all = new ArrayList<Long>();
    for (var bytes = most(scenario); bytes >= Slots.PAGE_BYTES; bytes /= 2) {
      all.add(bytes);
    }
    return all;
  }
}
