package swiotlb.trace.record;

import java.nio.file.Path;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.duckdb.DuckTrace;

/** Keeps the messages of a run in a database. Thread-safe. */
final class DuckStore implements TraceStore {
  private final DuckTrace trace;
  private final JsonText text = new JsonText();
  private final MessageFields fields = new MessageFields();

  DuckStore(Path file, TraceHeader header) {
    trace = new DuckTrace(file, header);
  }

  @Override
  public void delivered(Sent sent, long atNs) {
    append(sent, atNs);
  }

  @Override
  public void handled(Sent sent, long atNs, long ns) {
    trace.handled(sent.id(), ns);
  }

  @Override
  public void undelivered(Sent sent) {
    append(sent, TraceMessage.UNKNOWN);
  }

  private synchronized void append(Sent sent, long atNs) {
    text.clear();
    fields.write(sent.message(), text);
    trace.append(
        sent.id(),
        sent.cause(),
        sent.sentNs(),
        atNs,
        sent.queued(),
        Paths.shown(sent.from()),
        Paths.shown(sent.to()),
        sent.correlation() == MessageSink.UNCORRELATED ? TraceMessage.UNKNOWN : sent.correlation(),
        MessageFields.typeOf(sent.message()),
        text.bytes(),
        0,
        text.length());
  }

  @Override
  public long bytes() {
    return trace.bytes();
  }

  @Override
  public void omitted(long messages) {
    trace.omitted(messages);
  }

  @Override
  public void flush() {
    trace.flush();
  }

  @Override
  public void close() {
    trace.close();
  }
}
