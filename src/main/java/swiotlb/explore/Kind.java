package swiotlb.explore;

/** What can be chosen. */
public enum Kind {
  /** Which actor has the next turn; the value is its index among those that want one. */
  TURN("turn"),
  /** By how much a message is late; the value is nanoseconds. */
  LATE("late"),
  /** Whether something happens that need not; the value is 1. */
  HAPPENS("happens");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** As files of choices have it. */
  public String word() {
    return word;
  }
}
