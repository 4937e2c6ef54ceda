package swiotlb.cli.live;

import java.util.Arrays;
import org.agrona.collections.Long2LongHashMap;

/**
 * How many slots the mappings want that have none yet. Most of them are found at once, in the place
 * that their number gives them; whoever finds it taken is remembered elsewhere. Not thread-safe.
 */
final class WantedSlots {
  private static final int PLACES = 1024;
  private static final long NOBODY = -1;

  private final long[] mappings = new long[PLACES];
  private final int[] slots = new int[PLACES];
  private final Long2LongHashMap others = new Long2LongHashMap(NOBODY);

  WantedSlots() {
    Arrays.fill(mappings, NOBODY);
  }

  /**
   * A mapping wants slots.
   *
   * @return whether it did not before
   */
  boolean put(long mapping, int count) {
    var place = (int) mapping & (PLACES - 1);
    var there = mappings[place];
    if (there == mapping) {
      return false;
    }
    if (there != NOBODY) {
      return others.put(mapping, count) == NOBODY;
    }
    if (!others.isEmpty() && others.containsKey(mapping)) {
      return false;
    }
    mappings[place] = mapping;
    slots[place] = count;
    return true;
  }

  /** A mapping has its slots, or will have none; how many it wanted, 0 if that is not known. */
  int take(long mapping) {
    var place = (int) mapping & (PLACES - 1);
    if (mappings[place] == mapping) {
      mappings[place] = NOBODY;
      return slots[place];
    }
    return others.isEmpty() ? 0 : (int) Math.max(0, others.remove(mapping));
  }
}
