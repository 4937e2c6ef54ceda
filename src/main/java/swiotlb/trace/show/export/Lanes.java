package swiotlb.trace.show.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Lanes side by side, so that what overlaps never shares one. What comes later in a lane is later
 * in time; a new lane is opened where there is no other. O(log lanes).
 */
final class Lanes {
  private record Lane(long freeNs, int index) {}

  /** By index; filled by who draws them. */
  final List<Track> tracks = new ArrayList<>();

  private final TreeSet<Lane> lanes =
      new TreeSet<>(Comparator.comparingLong(Lane::freeNs).thenComparingInt(Lane::index));

  /** The index of a lane that was free since a time, and is taken until another. */
  int take(long startNs, long endNs) {
    // The lane that was left last leaves the others for what is told late.
    var last = lanes.floor(new Lane(startNs, Integer.MAX_VALUE));
    var index = lanes.size();
    if (last != null) {
      lanes.remove(last);
      index = last.index;
    }
    lanes.add(new Lane(endNs, index));
    return index;
  }
}
