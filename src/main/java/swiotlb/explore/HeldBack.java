package swiotlb.explore;

import java.util.HashMap;
import java.util.Map;
import swiotlb.time.Choices.Runnables;

/**
 * What is held back in a run: messages, each known by its number, and actors that begin or end, by
 * their paths. Not thread-safe.
 */
final class HeldBack {
  static final int UNTIL_NOTHING_ELSE = Integer.MAX_VALUE;

  /** By what is held: before which choice of a turn it is free again. */
  private final Map<Object, Integer> until = new HashMap<>();

  private int turns;

  /** By what one of those that could go is known again at a later choice of the same run. */
  static Object key(Runnables runnables, int index) {
    var message = runnables.message(index);
    return message == 0 ? runnables.path(index) : (Object) message;
  }

  /**
   * Holds back the first of those that are not.
   *
   * @param choices of turns, this one among them; or {@link #UNTIL_NOTHING_ELSE}
   * @return whether there is one
   */
  boolean holdFirst(Runnables runnables, int choices) {
    var first = first(runnables);
    if (first < 0) {
      return false;
    }
    until.put(
        key(runnables, first),
        choices > UNTIL_NOTHING_ELSE - turns ? UNTIL_NOTHING_ELSE : turns + choices);
    return true;
  }

  /** The first that is not held back, or just the first if all are. */
  int next(Runnables runnables) {
    return Math.max(0, first(runnables));
  }

  private int first(Runnables runnables) {
    if (until.isEmpty()) {
      return 0;
    }
    for (var i = 0; i < runnables.size(); i++) {
      if (!until.containsKey(key(runnables, i))) {
        return i;
      }
    }
    return -1;
  }

  /** One of them was taken. */
  void taken(Runnables runnables, int index) {
    turns++;
    if (!until.isEmpty()) {
      until.remove(key(runnables, index));
      until.values().removeIf(end -> end <= turns);
    }
  }
}
