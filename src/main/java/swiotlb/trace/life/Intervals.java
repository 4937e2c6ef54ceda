package swiotlb.trace.life;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Left;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceMessage;

/**
 * Reads the modelled intervals off the messages of a trace, in the order of the trace. An interval
 * is told when the message comes in that knows its length. Remembers what is live: bounded by the
 * mappings in flight.
 */
public final class Intervals {
  private static final int REMEMBERED = 1 << 16;

  /** More than are in flight at a time; a trace recorded in part may not say when they end. */
  private static final int MOST_LIVE = 1 << 18;

  private final boolean isVirtual;
  private final Consumer<Interval> to;

  /** When live mappings got their buffers. */
  private final Map<Long, Long> mappedNs = Latest.of(MOST_LIVE);

  /** When the workers of allocators began, by their paths. */
  private final Map<String, Long> growingSinceNs = new HashMap<>();

  /** Which transfers were told of, by the mappings they are about: the latest ones. */
  private final Map<Long, Long> transfers = Latest.of(REMEMBERED);

  /** Since when mappings sleep until there is a pool. */
  private final Map<Long, Long> asleepSinceNs = Latest.of(MOST_LIVE);

  /** Since when mappings wait for the semaphore of the throttle. */
  private final Map<Long, Long> throttledSinceNs = Latest.of(MOST_LIVE);

  /**
   * Intervals go to a receiver.
   *
   * @param isVirtual whether the clock is; if not, what a message spends on its way is the wait in
   *     the mailbox and no work of its sender, whose handling is measured instead
   */
  public Intervals(boolean isVirtual, Consumer<Interval> to) {
    this.isVirtual = isVirtual;
    this.to = to;
  }

  /** The next message of the trace. */
  public void read(TraceMessage message) {
    if (!message.isDelivered()) {
      return;
    }
    switch (message.type()) {
      case Message.MAP_REQUEST -> request(message);
      case Message.EXHAUSTED, Message.TRANSIENT_DOES_NOT_FIT -> refused(message);
      case Message.MAPPED -> mapped(message);
      case Message.WAITS -> asleepSinceNs.put(message.mapping(), message.sentNs());
      case Message.THROTTLED -> throttledSinceNs.put(message.mapping(), message.sentNs());
      case Message.ADMITTED -> admitted(message);
      case Message.TAKE -> woken(message);
      case Message.MAP_FAILED -> mappedNs.remove(message.mapping());
      case Message.UNMAP -> unmap(message);
      case Message.UNMAPPED -> {
        locked(message, Left.AFTER_SERVICE, Interval.Kind.RELEASE);
        mappedNs.remove(message.mapping());
      }
      case Message.TRANSFER_DONE -> transferred(message);
      case Message.START_WORKER ->
          tell(Interval.Kind.GROWTH_QUEUED, message.to(), message, message.sentNs());
      case Message.GROW -> growingSinceNs.put(message.to(), message.atNs());
      case Message.GROWER_FOUND, Message.GROWER_FAILED -> grown(message);
      case Message.ENCRYPTION_CHANGED, Message.ENCRYPTION_NOT_CHANGED ->
          tell(Interval.Kind.PAGE_STATE, message.from(), message, message.sentNs());
      case Message.UNREAD ->
          tell(Interval.Kind.GRACE_PERIOD, message.to(), message, message.sentNs());
      default -> {
        // It takes no time.
      }
    }
  }

  /** From an area that refused it, from the allocator to a new transient area, or from a device. */
  private void request(TraceMessage message) {
    if (!message.to().contains("/transient-")) {
      woken(message);
      refused(message);
    } else if (isVirtual) {
      tell(Interval.Kind.TRANSIENT, message.from(), message, message.sentNs());
    }
  }

  /** The allocator has gone on with a mapping, whether it slept or not. */
  private void woken(TraceMessage message) {
    var since = asleepSinceNs.remove(message.mapping());
    if (since != null) {
      var now = message.sentNs();
      tell(Interval.Kind.POOL_WAIT, message.from(), message, since, now);
    }
  }

  private void admitted(TraceMessage message) {
    var since = throttledSinceNs.remove(message.mapping());
    if (since != null) {
      tell(Interval.Kind.THROTTLE_WAIT, message.to(), message, since);
    }
  }

  private void refused(TraceMessage message) {
    locked(message, Left.AFTER_REFUSAL, Interval.Kind.SEARCH);
  }

  private void mapped(TraceMessage message) {
    locked(message, Left.AFTER_SERVICE, Interval.Kind.SEARCH);
    mappedNs.put(message.mapping(), message.atNs());
  }

  /** Between sending and delivery an area waits for its lock, and then holds it. */
  private void locked(TraceMessage message, Left left, Interval.Kind kind) {
    if (!isVirtual || !message.fields().has(left.field())) {
      return;
    }
    var waitedNs = Math.max(0, message.fields().number(left.lockWaitNs()));
    var lockedNs = message.sentNs() + waitedNs;
    tell(Interval.Kind.LOCK_WAIT, message.from(), message, message.sentNs(), lockedNs);
    tell(kind, message.from(), message, lockedNs, message.atNs());
  }

  private void unmap(TraceMessage message) {
    var fields = message.fields();
    var mapped = mappedNs.get(message.mapping());
    if (mapped != null) {
      var copyInNs = Math.max(0, fields.number(Field.COPY_IN_NS));
      tell(Interval.Kind.COPY_IN, message.from(), message, mapped, mapped + copyInNs);
    }
    var copiedNs = message.atNs() - Math.max(0, fields.number(Field.COPY_BACK_NS));
    var lookUpNs = Math.max(0, fields.number(Field.LOOK_UP_NS));
    tell(Interval.Kind.LOOK_UP, message.from(), message, copiedNs - lookUpNs, copiedNs);
    tell(Interval.Kind.COPY_BACK, message.from(), message, copiedNs, message.atNs());
  }

  /**
   * An interrupt that takes the CPU from the last copy puts a transfer off: its end is then told
   * once more. Beginning and end are put off alike, so what was told first is as long.
   */
  private void transferred(TraceMessage message) {
    var beganNs = message.fields().number(Field.BEGAN_NS);
    var number = message.fields().number(Field.TRANSFER);
    var before = transfers.put(message.mapping(), number);
    if (beganNs >= 0 && (before == null || before != number)) {
      tell(Interval.Kind.TRANSFER, message.to(), message, beganNs);
    }
  }

  private void grown(TraceMessage message) {
    var since = growingSinceNs.remove(message.from());
    if (since != null) {
      tell(Interval.Kind.GROWTH, message.from(), message, since);
    }
  }

  private void tell(Interval.Kind kind, String actor, TraceMessage message, long startNs) {
    tell(kind, actor, message, startNs, message.atNs());
  }

  private void tell(
      Interval.Kind kind, String actor, TraceMessage message, long startNs, long endNs) {
    if (endNs > startNs) {
      to.accept(new Interval(kind, actor, message.mapping(), startNs, endNs, message.id()));
    }
  }
}
