package swiotlb.study.explore;

import swiotlb.time.Sent;

/**
 * Something that may happen in a run, known by its messages: whether a run comes to it is asked.
 */
interface Situation {
  /** By which it is asked for: small letters and hyphens. */
  String name();

  /** What it is, as the end of “runs in which …”. */
  String words();

  /** Nothing seen yet of a run. */
  Seeing begin();

  /** Looks at the messages of one run. */
  @FunctionalInterface
  interface Seeing {
    /**
     * Whether it is so now; not asked any more once it was.
     *
     * @param sent a message that its receiver begins to handle
     */
    boolean sees(Sent sent, long atNs);
  }
}
