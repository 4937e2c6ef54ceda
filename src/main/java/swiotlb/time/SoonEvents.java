package swiotlb.time;

/**
 * Keys of the events that come soon, the earliest first: a few of them sorted, the others, if there
 * are many, in a heap. What is added is mostly about to be taken, so that most events pass a
 * handful of others and nothing else. Not thread-safe.
 */
final class SoonEvents {
  private static final int SORTED = 32;

  /** Times and orders of the first ones, the earliest last. */
  private final long[] times = new long[SORTED];

  private final long[] orders = new long[SORTED];
  private int sorted;

  /** None of these is earlier than any of the sorted ones. */
  private final EventHeap others = new EventHeap();

  boolean isEmpty() {
    return sorted == 0 && others.isEmpty();
  }

  /** The time of the first event; there is one. */
  long firstTimeNs() {
    return sorted > 0 ? times[sorted - 1] : others.firstTimeNs();
  }

  /** The order of the first event; there is one. */
  long firstOrder() {
    return sorted > 0 ? orders[sorted - 1] : others.firstOrder();
  }

  /**
   * Adds an event.
   *
   * @param timeNs not negative
   * @param order the lower of two events of one time comes first; unique, compared by difference
   */
  void add(long timeNs, long order) {
    if (!others.isEmpty() && isBefore(others.firstTimeNs(), others.firstOrder(), timeNs, order)) {
      others.add(timeNs, order);
      return;
    }
    if (sorted == SORTED) {
      if (isBefore(times[0], orders[0], timeNs, order)) {
        others.add(timeNs, order);
        return;
      }
      others.add(times[0], orders[0]);
      sorted--;
      System.arraycopy(times, 1, times, 0, sorted);
      System.arraycopy(orders, 1, orders, 0, sorted);
    }
    var place = sorted++;
    while (place > 0 && isBefore(times[place - 1], orders[place - 1], timeNs, order)) {
      times[place] = times[place - 1];
      orders[place] = orders[place - 1];
      place--;
    }
    times[place] = timeNs;
    orders[place] = order;
  }

  private static boolean isBefore(long timeNs, long order, long otherNs, long otherOrder) {
    return timeNs < otherNs || (timeNs == otherNs && order - otherOrder < 0);
  }

  /** Removes the first event; its order. There is one. */
  long poll() {
    return sorted > 0 ? orders[--sorted] : others.poll();
  }
}
