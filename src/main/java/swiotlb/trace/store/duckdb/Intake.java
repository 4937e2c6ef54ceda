package swiotlb.trace.store.duckdb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.TraceMessage;

/**
 * Where the messages of a run become rows of batches. Batches are handed over under the lock under
 * which they are filled, so that they are written in order: a row never comes before the names that
 * it is made of. Nobody waits for the writer while holding that lock, since the writer needs it to
 * take unfinished rows. Thread-safe.
 */
final class Intake {
  private static final int REMEMBERED_NAMES = 1 << 16;
  private static final int MOST_IN_HANDLING = 1 << 16;

  private final WriterThread writer;
  private final Names actors = new Names(REMEMBERED_NAMES);
  private final Names types = new Names(REMEMBERED_NAMES);

  /** In order; in real time, where a row waits for the end of its handling. */
  private final Map<Long, Row> inHandling = new LinkedHashMap<>();

  private Batch batch;
  private long appended;

  /** Fills batches for a writer, which may not have started. */
  Intake(WriterThread writer) {
    this.writer = writer;
    batch = writer.emptyBatch();
  }

  /** A message as it comes; numbers as in {@link TraceMessage}. */
  @SuppressWarnings("ArrayRecordComponent") // Arrivals are never compared.
  record Arrival(
      long id,
      long cause,
      long sentNs,
      long atNs,
      long handledNs,
      int queued,
      String from,
      String to,
      long mapping,
      String type,
      byte[] fields) {}

  /**
   * Takes a message; waits if the writer is too far behind.
   *
   * @param isInHandling whether its row waits for {@link #handled}
   * @throws swiotlb.input.InputException if an earlier one could not be written
   */
  void append(Arrival arrival, boolean isInHandling) {
    if (added(arrival, isInHandling)) {
      writer.awaitRoom();
    }
  }

  /** The handling of a message has ended; nothing happens if its row does not wait for that. */
  void handled(long id, long ns) {
    if (addedHandled(id, ns)) {
      writer.awaitRoom();
    }
  }

  private synchronized boolean added(Arrival arrival, boolean isInHandling) {
    var row =
        new Row(
            appended++,
            arrival.id,
            arrival.cause,
            arrival.sentNs,
            arrival.atNs,
            arrival.handledNs,
            arrival.queued,
            actors.number(arrival.from, batch.actors),
            actors.number(arrival.to, batch.actors),
            types.number(arrival.type, batch.types),
            arrival.mapping,
            arrival.fields);
    return isInHandling ? hasFilledByWaiting(row) : hasFilled(row);
  }

  private synchronized boolean addedHandled(long id, long ns) {
    var row = inHandling.remove(id);
    return row != null && hasFilled(row.handledFor(ns));
  }

  private boolean hasFilledByWaiting(Row row) {
    inHandling.put(row.id(), row);
    if (inHandling.size() <= MOST_IN_HANDLING) {
      return false;
    }
    var waiting = inHandling.values().iterator();
    var oldest = waiting.next();
    waiting.remove();
    return hasFilled(oldest);
  }

  /** Adds a row; tells whether a batch was handed over. */
  private boolean hasFilled(Row row) {
    batch.add(row);
    if (!batch.isFull()) {
      return false;
    }
    handOverBatch();
    return true;
  }

  private void handOverBatch() {
    var filled = batch;
    batch = writer.emptyBatch();
    writer.handOver(filled);
  }

  /** For the writer: rows that have not filled a batch; null if there are none, or it is behind. */
  synchronized @Nullable Batch takeUnfinished() {
    if (writer.isBehind() || batch.rows() == 0) {
      return null;
    }
    var taken = batch;
    batch = writer.emptyBatch();
    return taken;
  }

  /** Hands over all rows but those that wait for the end of their handling. */
  synchronized void handOver() {
    if (batch.rows() > 0) {
      handOverBatch();
    }
  }

  /** Hands over all rows. */
  synchronized void handOverAll() {
    inHandling.values().forEach(this::hasFilled);
    inHandling.clear();
    handOver();
  }

  /** Messages so far. */
  synchronized long appended() {
    return appended;
  }
}
