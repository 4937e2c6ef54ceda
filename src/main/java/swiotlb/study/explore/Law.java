package swiotlb.study.explore;

import org.jspecify.annotations.Nullable;
import swiotlb.time.Sent;

/** Something that must hold at every moment of a run, known by its messages. Of one run. */
@FunctionalInterface
interface Law {
  /**
   * What a message breaks, in words; null if it breaks nothing.
   *
   * @param sent a message that its receiver begins to handle
   */
  @Nullable String broken(Sent sent);

  /** Of what kind it is to break it. */
  default Finding.Kind kind() {
    return Finding.Kind.BROKEN_INVARIANT;
  }
}
