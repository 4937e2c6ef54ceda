package swiotlb.time;

import java.util.Arrays;

/**
 * Keys of events, the earliest first: a 4-ary heap of primitives. Adding and taking take
 * logarithmic time and allocate nothing once the heap has grown to its size.
 *
 * <p>Which of four children comes first is as good as random, and a processor that guesses wrong
 * loses more time than the comparison takes. So the least of four is found without branches, as
 * long as times differ; and a hole is moved down to a leaf without a look at the event that will
 * fill it, which came from a leaf and mostly ends near one (Wegener's bottom-up heapsort).
 *
 * <p>Not thread-safe.
 */
final class EventHeap {
  private static final int ARITY = 4;

  /** The root's place: the four children of any place then begin at a multiple of four. */
  private static final int ROOT = 3;

  /**
   * Two words for each place of the heap, so that four children lie in one cache line: the time,
   * and what decides between equal times. Places beyond the last event hold a time that is later
   * than any other.
   */
  private long[] keys = new long[2 * (ROOT + 64 + ARITY)];

  private int size;

  /**
   * The root was taken, and nothing has taken its place. Handling an event mostly adds another one,
   * which then needs no place at the end.
   */
  private boolean isVacant;

  EventHeap() {
    Arrays.fill(keys, Long.MAX_VALUE);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The time of the first event; the heap is not empty. */
  long firstTimeNs() {
    return keys[2 * firstPlace()];
  }

  /** The order of the first event; the heap is not empty. */
  long firstOrder() {
    return keys[2 * firstPlace() + 1];
  }

  /** While the root is vacant, one of its children. */
  private int firstPlace() {
    return isVacant ? leastChild(keys, ARITY) : ROOT;
  }

  /**
   * Adds an event.
   *
   * @param timeNs not negative
   * @param order the lower of two events of one time comes first; unique, compared by difference
   */
  void add(long timeNs, long order) {
    if (isVacant) {
      isVacant = false;
      size++;
      siftUp(holeAtLeaf(), timeNs, order);
      return;
    }
    if (2 * (ROOT + size + ARITY) >= keys.length) {
      grow();
    }
    siftUp(ROOT + size++, timeNs, order);
  }

  /** Removes the first event; its order. The heap is not empty. */
  long poll() {
    fillVacancy();
    size--;
    isVacant = size > 0;
    return keys[2 * ROOT + 1];
  }

  private void fillVacancy() {
    if (!isVacant) {
      return;
    }
    isVacant = false;
    var last = 2 * (ROOT + size);
    var timeNs = keys[last];
    var order = keys[last + 1];
    keys[last] = Long.MAX_VALUE;
    keys[last + 1] = Long.MAX_VALUE;
    if (size > 0) {
      siftUp(holeAtLeaf(), timeNs, order);
    }
  }

  /** Fills the hole at the root, and that below it, and so on; the place of the last hole. */
  private int holeAtLeaf() {
    var ks = keys;
    var end = ROOT + size;
    var hole = ROOT;
    for (var child = firstChild(hole); child < end; child = firstChild(hole)) {
      var first = leastChild(ks, child);
      ks[2 * hole] = ks[2 * first];
      ks[2 * hole + 1] = ks[2 * first + 1];
      hole = first;
    }
    return hole;
  }

  private static int leastChild(long[] keys, int child) {
    return first(keys, first(keys, child, child + 1), first(keys, child + 2, child + 3));
  }

  private static int firstChild(int place) {
    return ARITY * (place - ROOT + 1);
  }

  /**
   * Which of two places holds the earlier event. Times are not negative: no difference overflows.
   */
  private static int first(long[] keys, int a, int b) {
    var difference = keys[2 * a] - keys[2 * b];
    if (difference == 0) {
      return keys[2 * a + 1] - keys[2 * b + 1] < 0 ? a : b;
    }
    return b + (a - b & (int) (difference >> (Long.SIZE - 1)));
  }

  private void siftUp(int from, long timeNs, long order) {
    var ks = keys;
    var place = from;
    while (place > ROOT) {
      var parent = place / ARITY + ROOT - 1;
      var later = ks[2 * parent];
      if (later < timeNs || (later == timeNs && ks[2 * parent + 1] - order < 0)) {
        break;
      }
      ks[2 * place] = later;
      ks[2 * place + 1] = ks[2 * parent + 1];
      place = parent;
    }
    ks[2 * place] = timeNs;
    ks[2 * place + 1] = order;
  }

  private void grow() {
    var old = keys.length;
    keys = Arrays.copyOf(keys, 2 * old);
    Arrays.fill(keys, old, keys.length, Long.MAX_VALUE);
  }
}
