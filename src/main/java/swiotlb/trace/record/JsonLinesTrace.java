package swiotlb.trace.record;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import swiotlb.time.MessageSink;
import swiotlb.time.Sent;
import swiotlb.trace.store.TraceHeader;

/**
 * The canonical trace: a header line, a JSON line for each message in the order of delivery,
 * messages that nobody handled where that became certain, and a last line. Integers only, so that
 * the bytes are the same on every JDK.
 *
 * <pre>
 * {"format":"swiotlb-trace/2","clock":"virtual","scenario":"first-growth","seed":1,
 *  "scheduleSeed":null,"jitter":false,"selection":null}
 * {"id":7,"sent":0,"at":250,"from":"/sata0","to":"/allocator/pool-0/area-1","cause":5,
 *  "mapping":1,"queued":0,"type":"Area.Unmap","fields":{"mapping":1,"slot":4,…}}
 * {"end":1,"omitted":0}
 * </pre>
 *
 * <p>On real threads deliveries of different actors that are close together can stand in either
 * order; those of one actor stand in theirs.
 *
 * <p>{@code id}: unique and positive, rising in the order of arrival at mailboxes. {@code cause}:
 * the message whose handling sent this one, 0 if none did; of what an actor sends while it starts,
 * the one that spawned it; of {@code Stopped}, the last one that the stopped actor handled. {@code
 * sent}, {@code at}: nanoseconds from the start; {@code at} is null where nobody handled the
 * message. {@code mapping}: the one that the message names, or else that of its cause, or null.
 * {@code queued}: messages that waited in the mailbox before it. {@code end}: messages written;
 * {@code omitted}: those left out when the file had reached its limit.
 *
 * <p>Where {@code clock} is {@code real} the end of a handling follows in a line of its own, since
 * its effects may be handled before it: {@code {"id":7,"handled":1200}}, in nanoseconds.
 *
 * <p>Format 1 had neither the header's further fields nor {@code mapping}, {@code queued} and the
 * last line. Thread-safe.
 */
public final class JsonLinesTrace implements TraceStore {
  /** The format of the first line. */
  public static final String FORMAT = "swiotlb-trace/" + TraceHeader.LATEST;

  private final OutputStream out;
  private final JsonText text = new JsonText();
  private final MessageFields fields = new MessageFields();
  private long written;
  private long drained;
  private long omitted;

  /** A trace that begins with its header. The stream is closed with the trace. */
  public JsonLinesTrace(OutputStream out, TraceHeader header) {
    this.out = out;
    text.raw("{\"format\":\"").raw(FORMAT).raw("\",\"clock\":");
    text.raw(header.isVirtual() ? "\"virtual\"" : "\"real\"").raw(",\"scenario\":");
    quotedOrNull(header.scenario().orElse(null));
    text.raw(",\"seed\":").raw(numberOrNull(header.seed()));
    text.raw(",\"scheduleSeed\":").raw(numberOrNull(header.scheduleSeed()));
    text.raw(",\"jitter\":").raw(String.valueOf(header.jitter())).raw(",\"selection\":");
    quotedOrNull(header.selection().orElse(null));
    text.raw("}\n");
  }

  @Override
  public synchronized void delivered(Sent sent, long atNs) {
    begin(sent);
    text.number(atNs);
    end(sent);
  }

  @Override
  public synchronized void handled(Sent sent, long atNs, long ns) {
    text.raw("{\"id\":").number(sent.id()).raw(",\"handled\":").number(ns).raw("}\n");
  }

  @Override
  public synchronized void undelivered(Sent sent) {
    begin(sent);
    text.raw("null");
    end(sent);
  }

  /** Messages written so far. */
  public synchronized long written() {
    return written;
  }

  @Override
  public synchronized long bytes() {
    return drained + text.length();
  }

  @Override
  public synchronized void omitted(long messages) {
    omitted = messages;
  }

  @Override
  public synchronized void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public synchronized void close() throws IOException {
    text.raw("{\"end\":").number(written).raw(",\"omitted\":").number(omitted).raw("}\n");
    try (out) {
      drain();
    }
  }

  private void begin(Sent sent) {
    text.raw("{\"id\":").number(sent.id()).raw(",\"sent\":").number(sent.sentNs()).raw(",\"at\":");
  }

  private void end(Sent sent) {
    text.raw(",\"from\":");
    Paths.write(sent.from(), text);
    text.raw(",\"to\":");
    Paths.write(sent.to(), text);
    text.raw(",\"cause\":").number(sent.cause()).raw(",\"mapping\":");
    if (sent.correlation() == MessageSink.UNCORRELATED) {
      text.raw("null");
    } else {
      text.number(sent.correlation());
    }
    text.raw(",\"queued\":").number(sent.queued());
    text.raw(",\"type\":").quoted(MessageFields.typeOf(sent.message()));
    text.raw(",\"fields\":");
    fields.write(sent.message(), text);
    text.raw("}\n");
    written++;
    if (text.isNearlyFull()) {
      try {
        drain();
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    }
  }

  private void drain() throws IOException {
    drained += text.length();
    text.drainTo(out);
  }

  private void quotedOrNull(@Nullable String value) {
    if (value == null) {
      text.raw("null");
    } else {
      text.quoted(value);
    }
  }

  private static String numberOrNull(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "null";
  }
}
