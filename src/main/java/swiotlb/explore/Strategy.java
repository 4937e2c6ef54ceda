package swiotlb.explore;

import swiotlb.time.Choices;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;

/** Chooses, run after run. Each run begins with {@link #next}. Not thread-safe. */
public interface Strategy {
  /** Hears nothing. */
  MessageSink NOTHING =
      new MessageSink() {
        @Override
        public void delivered(Sent sent, long atNs) {
          // Not of interest.
        }

        @Override
        public void undelivered(Sent sent) {
          // Not of interest.
        }
      };

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

  /** Hears every message of each run, to choose by it. */
  default MessageSink hears() {
    return NOTHING;
  }

  /** Whether the present run came to its end, or was cut short since nothing more was wanted. */
  default boolean isWhole() {
    return true;
  }

  /** Whether there is no further run, since every one has been. */
  default boolean isDone() {
    return false;
  }
}
