package swiotlb.time;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events by time, those of one time in the order in which they were added: a 4-ary heap of
 * primitives whose payloads stay in place. Not thread-safe.
 */
final class EventHeap {
  private static final int ARITY = 4;

  private long[] time = new long[64];
  private long[] order = new long[64];
  private int[] slot = new int[64];
  private int size;
  private long added;

  private @Nullable Object[] target = new Object[64];
  private @Nullable Object[] message = new Object[64];
  private @Nullable Origin[] origin = new Origin[64];
  private long[] cause = new long[64];
  private long[] sentNs = new long[64];
  private int[] freeSlots = new int[64];
  private int free;

  EventHeap() {
    addSlots(0, slot.length);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The time of the first event; the heap is not empty. */
  long firstTimeNs() {
    return time[0];
  }

  /** What the first event is for; the heap is not empty. */
  @Nullable Object firstTarget() {
    return target[slot[0]];
  }

  /**
   * Adds an event.
   *
   * @param sender whose handling of message {@code causeId} asked for it, or null
   */
  void add(
      long timeNs,
      Object to,
      @Nullable Object payload,
      @Nullable Origin sender,
      long causeId,
      long nowNs) {
    if (size == time.length) {
      grow();
    }
    var place = freeSlots[--free];
    target[place] = to;
    message[place] = payload;
    origin[place] = sender;
    cause[place] = causeId;
    sentNs[place] = nowNs;
    siftUp(size++, timeNs, added++, place);
  }

  /** Removes the first event into a holder. */
  void poll(Event into) {
    var place = slot[0];
    into.timeNs = time[0];
    into.target = target[place];
    into.message = message[place];
    into.origin = origin[place];
    into.cause = cause[place];
    into.sentNs = sentNs[place];
    target[place] = null;
    message[place] = null;
    origin[place] = null;
    freeSlots[free++] = place;
    size--;
    if (size > 0) {
      siftDown(time[size], order[size], slot[size]);
    }
  }

  private void siftUp(int from, long timeNs, long number, int place) {
    var i = from;
    while (i > 0) {
      var parent = (i - 1) / ARITY;
      if (time[parent] < timeNs || (time[parent] == timeNs && order[parent] < number)) {
        break;
      }
      move(parent, i);
      i = parent;
    }
    put(i, timeNs, number, place);
  }

  private void siftDown(long timeNs, long number, int place) {
    var i = 0;
    while (true) {
      var first = i * ARITY + 1;
      if (first >= size) {
        break;
      }
      var least = first;
      var end = Math.min(first + ARITY, size);
      for (var child = first + 1; child < end; child++) {
        if (time[child] < time[least]
            || (time[child] == time[least] && order[child] < order[least])) {
          least = child;
        }
      }
      if (time[least] > timeNs || (time[least] == timeNs && order[least] > number)) {
        break;
      }
      move(least, i);
      i = least;
    }
    put(i, timeNs, number, place);
  }

  private void move(int from, int to) {
    put(to, time[from], order[from], slot[from]);
  }

  private void put(int i, long timeNs, long number, int place) {
    time[i] = timeNs;
    order[i] = number;
    slot[i] = place;
  }

  private void grow() {
    var old = time.length;
    var length = old * 2;
    time = Arrays.copyOf(time, length);
    order = Arrays.copyOf(order, length);
    slot = Arrays.copyOf(slot, length);
    target = Arrays.copyOf(target, length);
    message = Arrays.copyOf(message, length);
    origin = Arrays.copyOf(origin, length);
    cause = Arrays.copyOf(cause, length);
    sentNs = Arrays.copyOf(sentNs, length);
    freeSlots = Arrays.copyOf(freeSlots, length);
    addSlots(old, length);
  }

  private void addSlots(int from, int to) {
    for (var place = to - 1; place >= from; place--) {
      freeSlots[free++] = place;
    }
  }

  /** An event taken out; reused. */
  static final class Event {
    long timeNs;
    @Nullable Object target;
    @Nullable Object message;
    @Nullable Origin origin;
    long cause;
    long sentNs;
  }
}
