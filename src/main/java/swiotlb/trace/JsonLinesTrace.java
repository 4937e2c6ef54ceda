package swiotlb.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import swiotlb.time.MessageSink;

/**
 * The canonical trace: a header line, then a JSON line for each message in the order of delivery,
 * messages that nobody handled where that became certain. Integers only, so that the bytes are the
 * same on every JDK.
 *
 * <pre>
 * {"format":"swiotlb-trace/1"}
 * {"id":7,"sent":0,"at":250,"from":"/sata0","to":"/allocator/pool-0/area-1","cause":5,
 *  "type":"Area.Unmap","fields":{"mapping":1,"slot":4,"client":"/sata0"}}
 * </pre>
 *
 * <p>{@code id}: unique and positive, rising in the order of sending. {@code cause}: the message
 * whose handling sent this one, 0 if none did. {@code sent}, {@code at}: nanoseconds from the
 * start; {@code at} is null where nobody handled the message. Thread-safe.
 */
public final class JsonLinesTrace implements MessageSink, Closeable {
  /** The format of the first line. */
  public static final String FORMAT = "swiotlb-trace/1";

  private final OutputStream out;
  private final JsonText text = new JsonText();
  private final MessageFields fields = new MessageFields();
  private long written;

  /** A trace that begins with its header. The stream is closed with the trace. */
  public JsonLinesTrace(OutputStream out) {
    this.out = out;
    text.raw("{\"format\":\"").raw(FORMAT).raw("\"}\n");
  }

  @Override
  public synchronized void delivered(
      long id, long cause, long sentNs, long deliveredNs, String from, String to, Object message) {
    begin(id, sentNs);
    text.number(deliveredNs);
    end(from, to, cause, message);
  }

  @Override
  public synchronized void undelivered(
      long id, long cause, long sentNs, String from, String to, Object message) {
    begin(id, sentNs);
    text.raw("null");
    end(from, to, cause, message);
  }

  /** Messages written so far. */
  public synchronized long written() {
    return written;
  }

  @Override
  public synchronized void close() throws IOException {
    try (out) {
      text.drainTo(out);
    }
  }

  private void begin(long id, long sentNs) {
    text.raw("{\"id\":").number(id).raw(",\"sent\":").number(sentNs).raw(",\"at\":");
  }

  private void end(String from, String to, long cause, Object message) {
    text.raw(",\"from\":");
    Paths.write(from, text);
    text.raw(",\"to\":");
    Paths.write(to, text);
    text.raw(",\"cause\":").number(cause);
    text.raw(",\"type\":").quoted(fields.typeOf(message));
    text.raw(",\"fields\":");
    fields.write(message, text);
    text.raw("}\n");
    written++;
    if (text.isNearlyFull()) {
      try {
        text.drainTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException("the trace cannot be written", e);
      }
    }
  }
}
