package swiotlb.explore;

/** What can be chosen. */
public enum Kind {
  /** Which actor has the next turn; the value is its index among those that want one. */
  TURN("turn"),
  /**
   * That the first of those that could go is held back; the value is at how many choices of a turn.
   */
  HOLD("hold"),
  /**
   * That the first of those that could go is held back until nothing else can go; the value is 1.
   */
  LAST("last"),
  /** By how much a message is late; the value is nanoseconds. */
  LATE("late"),
  /** Whether something happens that need not; the value is 1. */
  HAPPENS("happens");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  /** Whether something is held back; several may be at one choice, the first that is left each. */
  public boolean holds() {
    return this == HOLD || this == LAST;
  }

  /** As files of choices have it. */
  public String word() {
    return word;
  }
}
