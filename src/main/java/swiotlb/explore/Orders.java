package swiotlb.explore;

import java.util.Optional;
import java.util.stream.Stream;

/** In which orders messages come. */
public enum Orders {
  /** At their times, or late. */
  TIMED("timed"),
  /** In any order; one that comes to an actor at rest is handled at once. */
  ANY("any"),
  /** In any order, and others may come between one's coming and its being handled. */
  APART("apart");

  private final String word;

  Orders(String word) {
    this.word = word;
  }

  /** As files of choices have it. */
  public String word() {
    return word;
  }

  /** The one that files of choices call so. */
  public static Optional<Orders> of(String word) {
    return Stream.of(values()).filter(orders -> orders.word.equals(word)).findFirst();
  }
}
