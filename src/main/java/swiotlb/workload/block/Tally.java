package swiotlb.workload.block;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often something was passed over, by what it was, in the order of its words. Not thread-safe.
 */
public final class Tally {
  private final Map<String, long[]> counts = new TreeMap<>();

  /** Once more. */
  public void add(String what) {
    counts.computeIfAbsent(what, w -> new long[1])[0]++;
  }

  /** Such as {@code 12 such things}. */
  public List<String> remarks() {
    var remarks = new ArrayList<String>();
    counts.forEach((what, count) -> remarks.add(count[0] + " " + what));
    return remarks;
  }
}
