package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import swiotlb.trace.life.Interval;
import swiotlb.trace.life.Vocabulary.Field;
import swiotlb.trace.life.Vocabulary.Left;
import swiotlb.trace.life.Vocabulary.Message;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.TraceMessage;

/**
 * Spans as OTLP/JSON: a line is a whole request of at most {@value #SPANS_A_LINE} spans and those
 * of their intervals.
 *
 * <p>Each mapping is a trace; messages that are about none are a trace for each of their roots. A
 * message is a span from when it was sent until it was handled, a child of the span of its cause;
 * if that belongs to another trace it is a link, and if it lies millions of messages back, neither.
 * A modelled interval is a child of the span whose message tells of it, and may have begun before
 * that. What state an area was left in and steps of growth are events. Times count from the
 * beginning of the year 2000, since 0 means that a time is not known.
 */
final class OtlpExport implements TraceExport {
  private static final int SPANS_A_LINE = 256;
  private static final long EPOCH_NS = 946_684_800_000_000_000L;

  /** Of causes: of the last four million messages, where all of them are written. */
  private static final int REMEMBERED_PAGES = 1 << 18;

  private static final int KIND_INTERNAL = 1;
  private static final int KIND_CONSUMER = 5;
  private static final int STATUS_ERROR = 2;

  private final JsonGenerator json;
  private final OtlpJson text;
  private final TraceHeader header;
  private final SpanNumbers numbers;
  private final PagedLongs traces = new PagedLongs(REMEMBERED_PAGES);
  private int inLine;

  OtlpExport(OutputStream out, TraceHeader header) {
    this.header = header;
    this.numbers = new SpanNumbers(header);
    try {
      json =
          JsonFactory.builder()
              .build()
              .createGenerator(out)
              .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
              .setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.text = new OtlpJson(json);
  }

  @Override
  public void write(TraceMessage message, List<Interval> intervals) throws IOException {
    if (inLine == 0) {
      beginLine();
    }
    var trace = traceOf(message);
    traces.set(message.id(), trace);
    span(message, trace);
    for (var i = 0; i < intervals.size(); i++) {
      span(intervals.get(i), i, message, trace);
    }
    inLine++;
    if (inLine == SPANS_A_LINE) {
      endLine();
    }
  }

  /** Even for a mapping, odd for a root; never 0, which is where nothing was written. */
  private long traceOf(TraceMessage message) {
    if (message.mapping() != TraceMessage.UNKNOWN) {
      return 2 * message.mapping() + 2;
    }
    var ofCause = traces.get(message.cause());
    return ofCause != 0 ? ofCause : 2 * message.id() + 1;
  }

  private void span(TraceMessage message, long trace) throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", numbers.trace(trace));
    json.writeStringField("spanId", numbers.span(message.id()));
    var ofCause = traces.get(message.cause());
    if (ofCause == trace) {
      json.writeStringField("parentSpanId", numbers.span(message.cause()));
    }
    json.writeStringField("name", message.type());
    json.writeNumberField("kind", KIND_CONSUMER);
    text.time("startTimeUnixNano", EPOCH_NS + message.sentNs());
    text.time("endTimeUnixNano", EPOCH_NS + message.timeNs() + Math.max(0, message.handledNs()));
    attributes(message);
    if (message.isDelivered()) {
      events(message);
    }
    if (ofCause != 0 && ofCause != trace) {
      json.writeArrayFieldStart("links");
      json.writeStartObject();
      json.writeStringField("traceId", numbers.trace(ofCause));
      json.writeStringField("spanId", numbers.span(message.cause()));
      json.writeEndObject();
      json.writeEndArray();
    }
    status(message);
    json.writeEndObject();
  }

  private void attributes(TraceMessage message) throws IOException {
    json.writeArrayFieldStart("attributes");
    text.attribute("swiotlb.id", message.id());
    if (message.mapping() != TraceMessage.UNKNOWN) {
      text.attribute("swiotlb.mapping", message.mapping());
    }
    text.attribute("swiotlb.from", message.from());
    text.attribute("swiotlb.to", message.to());
    if (message.queued() != TraceMessage.UNKNOWN) {
      text.attribute("swiotlb.queued", message.queued());
    }
    text.attribute("swiotlb.fields", message.fields().tree());
    json.writeEndArray();
  }

  private void events(TraceMessage message) throws IOException {
    json.writeArrayFieldStart("events");
    event("handling begins", message.atNs());
    var fields = message.fields();
    for (var left : Left.values()) {
      if (fields.json().contains("\"left\":") && fields.has(left.field())) {
        eventBegin("area left", message.atNs());
        text.attributes("swiotlb.", fields.object(left.field()));
        eventEnd();
      }
    }
    if (Message.GROWTH_NOTED.equals(message.type())) {
      eventBegin("growth", message.atNs());
      text.attributes("swiotlb.", fields.object(Field.STEP));
      eventEnd();
    }
    json.writeEndArray();
  }

  private void event(String name, long timeNs) throws IOException {
    eventBegin(name, timeNs);
    eventEnd();
  }

  private void eventBegin(String name, long timeNs) throws IOException {
    json.writeStartObject();
    text.time("timeUnixNano", EPOCH_NS + timeNs);
    json.writeStringField("name", name);
    json.writeArrayFieldStart("attributes");
  }

  private void eventEnd() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
  }

  private void status(TraceMessage message) throws IOException {
    var type = message.shortType();
    if (!message.isDelivered()) {
      status("nobody handled it");
    } else if (type.endsWith("Failed") || type.endsWith("Refused")) {
      status(message.fields().text(Field.REASON).orElse(type));
    }
  }

  private void status(String problem) throws IOException {
    json.writeObjectFieldStart("status");
    json.writeNumberField("code", STATUS_ERROR);
    json.writeStringField("message", problem);
    json.writeEndObject();
  }

  private void span(Interval interval, int nth, TraceMessage message, long trace)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("traceId", numbers.trace(trace));
    json.writeStringField("spanId", numbers.interval(message.id(), nth));
    json.writeStringField("parentSpanId", numbers.span(message.id()));
    json.writeStringField("name", interval.kind().title());
    json.writeNumberField("kind", KIND_INTERNAL);
    text.time("startTimeUnixNano", EPOCH_NS + interval.startNs());
    text.time("endTimeUnixNano", EPOCH_NS + interval.endNs());
    json.writeArrayFieldStart("attributes");
    text.attribute("swiotlb.actor", interval.actor());
    json.writeEndArray();
    json.writeEndObject();
  }

  private void beginLine() throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("resourceSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("resource");
    json.writeArrayFieldStart("attributes");
    text.attribute("service.name", "swiotlb-sim");
    if (header.scenario().isPresent()) {
      text.attribute("swiotlb.scenario", header.scenario().get());
    }
    if (header.seed().isPresent()) {
      text.attribute("swiotlb.seed", header.seed().getAsLong());
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeArrayFieldStart("scopeSpans");
    json.writeStartObject();
    json.writeObjectFieldStart("scope");
    json.writeStringField("name", "swiotlb");
    json.writeEndObject();
    json.writeArrayFieldStart("spans");
  }

  private void endLine() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    inLine = 0;
  }

  @Override
  public void finish() throws IOException {
    if (inLine > 0) {
      endLine();
    }
    json.writeRaw('\n');
    json.close();
  }
}
