package swiotlb.kernel.bare;

import swiotlb.kernel.slot.FailureReason;

/** What came of a request for a buffer, and whether it asked for growth. */
public sealed interface Answer {

  /** Whether the request asked for growth; it may have got a buffer all the same. */
  Growth growth();

  /** It has a buffer. */
  record Mapped(Buffer buffer, Growth growth) implements Answer {}

  /** It has none. */
  record Failed(FailureReason reason, Growth growth) implements Answer {}

  /** What a request did with the growth work. */
  enum Growth {
    /** Nothing. */
    NOT_ASKED,
    /** It queued the work. */
    QUEUED,
    /** It found the work queued. */
    QUEUED_BEFORE
  }
}
