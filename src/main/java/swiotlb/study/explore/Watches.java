package swiotlb.study.explore;

import java.util.List;

/**
 * Situations that are looked for.
 *
 * @param situations at most 64
 */
record Watches(List<Situation> situations) {
  /** Checked, and immutable from the start. */
  Watches {
    situations = List.copyOf(situations);
    if (situations.size() > Long.SIZE) {
      throw new IllegalArgumentException(situations.size() + " situations");
    }
  }

  /** For one run. */
  Watch begin() {
    return new Watch(situations);
  }
}
