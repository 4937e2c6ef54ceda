package swiotlb.trace.life;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
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
      case "Area.MapRequest" -> request(message);
      case "Allocator.Exhausted", "Area.TransientDoesNotFit" -> refused(message);
      case "MapClient.Mapped" -> mapped(message);
      case "MapClient.Waits" -> asleepSinceNs.put(message.mapping(), message.sentNs());
      case "AtomicPool.Take" -> woken(message);
      case "MapClient.MapFailed" -> mappedNs.remove(message.mapping());
      case "Area.Unmap" -> unmap(message);
      case "MapClient.Unmapped" -> {
        locked(message, "left", Interval.Kind.RELEASE);
        mappedNs.remove(message.mapping());
      }
      case "Device.TransferDone" -> transferred(message);
      case "Allocator.StartWorker" ->
          tell(Interval.Kind.GROWTH_QUEUED, message.to(), message, message.sentNs());
      case "Grower.Grow" -> growingSinceNs.put(message.to(), message.atNs());
      case "Grower.Found", "Grower.Failed" -> grown(message);
      case "Encryption.Changed", "Encryption.NotChanged" ->
          tell(Interval.Kind.PAGE_STATE, message.from(), message, message.sentNs());
      case "AtomicPool.Unread" ->
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

  private void refused(TraceMessage message) {
    locked(message, "refusedBy.left", Interval.Kind.SEARCH);
  }

  private void mapped(TraceMessage message) {
    locked(message, "left", Interval.Kind.SEARCH);
    mappedNs.put(message.mapping(), message.atNs());
  }

  /** Between sending and delivery an area waits for its lock, and then holds it. */
  private void locked(TraceMessage message, String left, Interval.Kind kind) {
    if (!isVirtual || !message.fields().has(left)) {
      return;
    }
    var waitedNs = Math.max(0, message.fields().number(left + ".lockWaitNs"));
    var lockedNs = message.sentNs() + waitedNs;
    tell(Interval.Kind.LOCK_WAIT, message.from(), message, message.sentNs(), lockedNs);
    tell(kind, message.from(), message, lockedNs, message.atNs());
  }

  private void unmap(TraceMessage message) {
    var fields = message.fields();
    var mapped = mappedNs.get(message.mapping());
    if (mapped != null) {
      var copyInNs = Math.max(0, fields.number("copyInNs"));
      tell(Interval.Kind.COPY_IN, message.from(), message, mapped, mapped + copyInNs);
    }
    var copiedNs = message.atNs() - Math.max(0, fields.number("copyBackNs"));
    var lookUpNs = Math.max(0, fields.number("lookUpNs"));
    tell(Interval.Kind.LOOK_UP, message.from(), message, copiedNs - lookUpNs, copiedNs);
    tell(Interval.Kind.COPY_BACK, message.from(), message, copiedNs, message.atNs());
  }

  /**
   * An interrupt that takes the CPU from the last copy puts a transfer off: its end is then told
   * once more. Beginning and end are put off alike, so what was told first is as long.
   */
  private void transferred(TraceMessage message) {
    var beganNs = message.fields().number("beganNs");
    var number = message.fields().number("transfer");
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
