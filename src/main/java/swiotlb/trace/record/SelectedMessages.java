package swiotlb.trace.record;

import java.io.Closeable;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.Selection;

/**
 * Lets through to a store what was asked for, as long as the store stays below its limit.
 * Thread-safe if the store is.
 */
public final class SelectedMessages implements MessageSink, Closeable {
  private final TraceStore store;
  private final Selection selection;
  private final int oneOf;
  private final long limitBytes;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong omitted = new AtomicLong();

  /**
   * Everything that is wanted, up to a limit.
   *
   * @param store closed with this
   * @param oneOf of so many mappings one is kept, with all that concerns it; 1 for all
   */
  public SelectedMessages(TraceStore store, Selection selection, int oneOf, long limitBytes) {
    this.store = store;
    this.selection = selection;
    this.oneOf = oneOf;
    this.limitBytes = limitBytes;
  }

  /** Messages that were given to the store. */
  public long written() {
    return written.get();
  }

  /** Messages that were left out since the store had reached its limit. */
  public long omitted() {
    return omitted.get();
  }

  @Override
  public long correlation(Object message, long ofCause) {
    return store.correlation(message, ofCause);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    if (passes(sent, atNs) && hasRoom()) {
      store.delivered(sent, atNs);
    }
  }

  @Override
  public void handled(Sent sent, long atNs, long ns) {
    if (passes(sent, atNs) && omitted.get() == 0) {
      store.handled(sent, atNs, ns);
    }
  }

  @Override
  public void undelivered(Sent sent) {
    if (passes(sent, sent.sentNs()) && hasRoom()) {
      store.undelivered(sent);
    }
  }

  private boolean passes(Sent sent, long timeNs) {
    if (selection.isAll()) {
      return isInSample(sent.correlation());
    }
    return isInSample(sent.correlation())
        && selection.includes(
            timeNs,
            Paths.shown(sent.from()),
            Paths.shown(sent.to()),
            MessageFields.typeOf(sent.message()),
            sent.correlation());
  }

  /** By a hash, since the numbers of a device's mappings have a step of their own. */
  private boolean isInSample(long mapping) {
    return oneOf == 1
        || mapping == MessageSink.UNCORRELATED
        || new SplittableRandom(mapping).nextInt(oneOf) == 0;
  }

  /** Once nothing fits any more nothing does, so that the trace is whole up to there. */
  private boolean hasRoom() {
    if (omitted.get() == 0 && store.bytes() < limitBytes) {
      written.incrementAndGet();
      return true;
    }
    omitted.incrementAndGet();
    return false;
  }

  /** Makes what was written so far visible to readers, as far as the format can. */
  public void flush() throws IOException {
    store.flush();
  }

  @Override
  public void close() throws IOException {
    store.omitted(omitted.get());
    store.close();
  }
}
