package swiotlb.time;

import akka.actor.typed.ActorRef;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Events by time, those of one time in the order in which they were added. Adding and taking take
 * constant time while events are spread somewhat evenly, logarithmic time at worst, and allocate
 * nothing once the queue has grown to its size.
 *
 * <p>Three tiers, in the manner of a ladder queue (Tang, Goh and Thng, ACM TOMACS 2005): what comes
 * soon is sorted, a few events mostly; what comes later is in unsorted buckets of equal width in
 * time; what comes after the last bucket is in one unsorted list. When nothing comes soon the next
 * bucket that is not empty does; when all buckets are empty, new ones are made of the list, at
 * least twice as wide as two events are apart. A bucket with very many events costs what a heap
 * costs: there is no second rung of finer buckets.
 *
 * <p>Not thread-safe. An event may wait while 2^39 others are added: 15 hours of 10 million events
 * a second.
 */
final class EventQueue {
  private static final int PAYLOAD_BITS = 24;
  private static final int NONE = -1;
  private static final int FEWEST_BUCKETS = 64;
  private static final int MOST_BUCKETS = 1 << 18;

  private final SoonEvents soon = new SoonEvents();

  /** The first payload in each bucket, and which buckets have one. */
  private int[] buckets = new int[FEWEST_BUCKETS];

  private long[] filled = new long[FEWEST_BUCKETS / Long.SIZE];
  private int bucketCount = FEWEST_BUCKETS;

  /** Where the buckets begin, and the logarithm of the width of each. */
  private long startNs;

  private int widthBits;

  /** The bucket whose time has come: it and all before it are empty. */
  private int present;

  /** The first payload in the list of what comes after the last bucket. */
  private int later = NONE;

  private long polledSinceStart;
  private int size;

  /** How many of the events are tasks: mostly none is, and then none is looked at. */
  private int tasks;

  private long added;

  /** For each payload its time and order, and the next one of the same bucket or list. */
  private long[] keys = new long[2 * FEWEST_BUCKETS];

  private int[] next = new int[FEWEST_BUCKETS];
  private Event[] payloads = new Event[FEWEST_BUCKETS];
  private int[] freePayloads = new int[FEWEST_BUCKETS];
  private int free;

  /** The payload of the event that was removed last. */
  private int polled = NONE;

  EventQueue() {
    Arrays.fill(buckets, NONE);
    addPayloads(0, payloads.length);
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Begins again with times from zero.
   *
   * @throws IllegalStateException if an event is left
   */
  void restart() {
    if (size > 0) {
      throw new IllegalStateException(size + " events are left");
    }
    if (polled != NONE) {
      payloads[polled].forget();
    }
    startNs = 0;
    present = 0;
    polledSinceStart = 0;
  }

  /** The time of the first event; the queue is not empty. */
  long firstTimeNs() {
    advance();
    return soon.firstTimeNs();
  }

  /** The task of the first event, or null if that is a message; the queue is not empty. */
  @Nullable TimedTask firstTask() {
    if (tasks == 0) {
      return null;
    }
    advance();
    return payloads[payloadOf(soon.firstOrder())].task;
  }

  /**
   * Adds a message.
   *
   * @param timeNs not negative
   * @param sender who sends it, and on what occasion, or null
   */
  <M> void add(long timeNs, ActorRef<M> to, M message, @Nullable Handling sender, long nowNs) {
    var event = add(timeNs, sender, nowNs);
    event.to = to;
    event.message = message;
  }

  /**
   * Adds a task.
   *
   * @param timeNs not negative
   * @param sender who asked for it, and on what occasion, or null
   */
  void add(long timeNs, TimedTask task, @Nullable Handling sender, long nowNs) {
    add(timeNs, sender, nowNs).task = task;
    tasks++;
  }

  private Event add(long timeNs, @Nullable Handling sender, long nowNs) {
    if (free == 0) {
      grow();
    }
    var number = freePayloads[--free];
    var event = payloads[number];
    event.sender = sender;
    event.sentNs = nowNs;
    place(number, timeNs, added++ << PAYLOAD_BITS | number);
    size++;
    return event;
  }

  /** Into the tier to which its time belongs. */
  private void place(int number, long timeNs, long order) {
    var bucket = (timeNs - startNs) >> widthBits;
    if (bucket <= present) {
      soon.add(timeNs, order);
      return;
    }
    keys[2 * number] = timeNs;
    keys[2 * number + 1] = order;
    if (bucket < bucketCount) {
      var at = (int) bucket;
      next[number] = buckets[at];
      buckets[at] = number;
      filled[at / Long.SIZE] |= 1L << at;
    } else {
      next[number] = later;
      later = number;
    }
  }

  /** Removes the first event, which is valid until the next one is; the queue is not empty. */
  Event poll() {
    advance();
    if (polled != NONE) {
      payloads[polled].forget();
      freePayloads[free++] = polled;
    }
    polled = payloadOf(soon.poll());
    size--;
    polledSinceStart++;
    var event = payloads[polled];
    if (event.task != null) {
      tasks--;
    }
    return event;
  }

  /** Sees to it that the first event is among those that come soon. */
  private void advance() {
    while (soon.isEmpty()) {
      var bucket = nextFilled();
      if (bucket == NONE) {
        begin();
      } else {
        present = bucket;
        filled[bucket / Long.SIZE] &= ~(1L << bucket);
        var first = buckets[bucket];
        buckets[bucket] = NONE;
        for (var number = first; number != NONE; number = next[number]) {
          soon.add(keys[2 * number], keys[2 * number + 1]);
        }
      }
    }
  }

  private int nextFilled() {
    var words = bucketCount / Long.SIZE;
    for (var word = present / Long.SIZE; word < words; word++) {
      if (filled[word] != 0) {
        return word * Long.SIZE + Long.numberOfTrailingZeros(filled[word]);
      }
    }
    return NONE;
  }

  /** New buckets, of what came after the last one; its first event comes soon. */
  private void begin() {
    var firstNs = Long.MAX_VALUE;
    for (var number = later; number != NONE; number = next[number]) {
      firstNs = Math.min(firstNs, keys[2 * number]);
    }
    widthBits = widthBits(firstNs);
    startNs = firstNs;
    present = 0;
    polledSinceStart = 0;
    bucketCount = Math.min(MOST_BUCKETS, Math.max(FEWEST_BUCKETS, 2 * Integer.highestOneBit(size)));
    if (buckets.length < bucketCount) {
      buckets = new int[bucketCount];
      Arrays.fill(buckets, NONE);
      filled = new long[bucketCount / Long.SIZE];
    }
    var number = later;
    later = NONE;
    while (number != NONE) {
      var following = next[number];
      place(number, keys[2 * number], keys[2 * number + 1]);
      number = following;
    }
  }

  /** Twice as wide as the events since the last beginning were apart, rounded up. */
  private int widthBits(long nextStartNs) {
    var apart = (nextStartNs - startNs) / Math.max(1, polledSinceStart);
    return Math.min(Long.SIZE - 2, Long.SIZE - Long.numberOfLeadingZeros(apart) + 1);
  }

  private static int payloadOf(long order) {
    return (int) order & (1 << PAYLOAD_BITS) - 1;
  }

  private void grow() {
    var old = payloads.length;
    if (old > 1 << (PAYLOAD_BITS - 1)) {
      throw new IllegalStateException("more than " + old + " events wait for their time");
    }
    var length = old * 2;
    keys = Arrays.copyOf(keys, 2 * length);
    next = Arrays.copyOf(next, length);
    payloads = Arrays.copyOf(payloads, length);
    freePayloads = Arrays.copyOf(freePayloads, length);
    addPayloads(old, length);
  }

  private void addPayloads(int from, int to) {
    for (var number = to - 1; number >= from; number--) {
      payloads[number] = new Event();
      freePayloads[free++] = number;
    }
  }

  /**
   * What is to happen at a time: a task, or else a message. Each has a field of its own type, since
   * to ask an object whether it is one of an interface's takes longer than to move it.
   */
  static final class Event {
    @Nullable TimedTask task;
    @Nullable ActorRef<?> to;
    @Nullable Object message;
    @Nullable Handling sender;
    long sentNs;

    /** What it was for is no longer kept alive; an actor may be, until it is another's. */
    private void forget() {
      message = null;
      if (task != null) {
        task = null;
      }
    }
  }
}
