package swiotlb.trace.show.export;

import org.jspecify.annotations.Nullable;

/**
 * A line of a timeline.
 *
 * @param number unique, from 1, in the order in which tracks came up
 * @param parent under which it is shown
 * @param path of the actor to which it belongs
 * @param rank place among the children of its parent: lower is further up
 */
record Track(int number, @Nullable Track parent, Kind kind, String path, String name, int rank) {

  /** What is on a track. */
  enum Kind {
    ACTOR,
    LANE,
    COUNTER
  }

  /** The track at the top, under which this one is. */
  Track root() {
    return parent == null ? this : parent.root();
  }
}
