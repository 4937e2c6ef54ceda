package swiotlb.explore;

import swiotlb.time.Choices;

/** Chooses, run after run. Each run begins with {@link #next}. Not thread-safe. */
public interface Strategy {
  /** Who chooses in the next run. */
  Choices next();

  /**
   * What came of that run.
   *
   * @param made all choices of it
   * @param isNew whether its timeline was none of an earlier run
   */
  default void ran(MadeChoices made, boolean isNew) {
    // Of interest to those who learn from it.
  }

  /** Whether there is no further run, since every one has been. */
  default boolean isDone() {
    return false;
  }
}
