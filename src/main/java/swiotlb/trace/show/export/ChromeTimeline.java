package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import swiotlb.trace.life.Interval;
import swiotlb.trace.store.TraceMessage;

/**
 * JSON of trace events: a process for each actor below the guardian, a thread for each track. Times
 * are microseconds with three decimals, which is exact.
 *
 * <p>Sending and, in virtual time, handling take no time and are slices of length 0, since arrows
 * begin and end at slices only. Those that share track and time stay apart: viewers sort by time
 * and keep the order of the file, in which each end of an arrow directly follows its slice; {@code
 * args.id} finds the message.
 */
final class ChromeTimeline implements Timeline {
  private final JsonGenerator json;

  ChromeTimeline(OutputStream out) throws IOException {
    json =
        JsonFactory.builder()
            .build()
            .createGenerator(out)
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.writeStartObject();
    json.writeStringField("displayTimeUnit", "ns");
    json.writeArrayFieldStart("traceEvents");
  }

  @Override
  public void track(Track track) throws IOException {
    if (track.kind() == Track.Kind.COUNTER) {
      return;
    }
    if (track.parent() == null) {
      name(track, "process_name", track.path());
      order(track, "process_sort_index", track.number());
    }
    name(track, "thread_name", nameWithinProcess(track));
    order(track, "thread_sort_index", track.number());
  }

  private static String nameWithinProcess(Track track) {
    var parent = track.parent();
    return parent == null || parent.parent() == null
        ? track.name()
        : nameWithinProcess(parent) + "/" + track.name();
  }

  private void name(Track track, String what, String name) throws IOException {
    begin("M", what, track);
    json.writeObjectFieldStart("args");
    json.writeStringField("name", name);
    json.writeEndObject();
    end();
  }

  private void order(Track track, String what, int place) throws IOException {
    begin("M", what, track);
    json.writeObjectFieldStart("args");
    json.writeNumberField("sort_index", place);
    json.writeEndObject();
    end();
  }

  @Override
  public void sent(Track sender, TraceMessage message) throws IOException {
    begin("X", "send " + message.type(), sender);
    time("ts", message.sentNs());
    time("dur", 0);
    json.writeObjectFieldStart("args");
    json.writeNumberField("id", message.id());
    json.writeStringField("to", message.to());
    json.writeEndObject();
    end();
    arrow("s", sender, message.sentNs(), message);
  }

  @Override
  public void delivered(Track receiver, TraceMessage message) throws IOException {
    begin("X", message.type(), receiver);
    time("ts", message.atNs());
    time("dur", Math.max(0, message.handledNs()));
    describe(message);
    end();
    if (!message.from().isEmpty()) {
      arrow("f", receiver, message.atNs(), message);
    }
  }

  @Override
  public void lost(Track track, TraceMessage message) throws IOException {
    begin("X", "lost " + message.type(), track);
    time("ts", message.sentNs());
    time("dur", 0);
    describe(message);
    end();
  }

  private void describe(TraceMessage message) throws IOException {
    json.writeObjectFieldStart("args");
    json.writeNumberField("id", message.id());
    json.writeNumberField("cause", message.cause());
    mapping(message.mapping());
    json.writeStringField("from", message.from());
    json.writeStringField("to", message.to());
    json.writeFieldName("fields");
    json.writeRawValue(message.fields().json());
    json.writeEndObject();
  }

  private void mapping(long mapping) throws IOException {
    if (mapping != TraceMessage.UNKNOWN) {
      json.writeNumberField("mapping", mapping);
    }
  }

  private void arrow(String phase, Track track, long timeNs, TraceMessage message)
      throws IOException {
    begin(phase, message.type(), track);
    json.writeStringField("cat", "message");
    json.writeNumberField("id", message.id());
    time("ts", timeNs);
    if ("f".equals(phase)) {
      json.writeStringField("bp", "e");
    }
    end();
  }

  @Override
  public void slice(Track track, Interval interval) throws IOException {
    begin("X", interval.kind().title(), track);
    time("ts", interval.startNs());
    time("dur", interval.ns());
    json.writeObjectFieldStart("args");
    mapping(interval.mapping());
    json.writeNumberField("message", interval.message());
    json.writeStringField("actor", interval.actor());
    json.writeEndObject();
    end();
  }

  @Override
  public void value(Track counter, long timeNs, long value) throws IOException {
    begin("C", counter.path() + " " + counter.name(), counter);
    time("ts", timeNs);
    json.writeObjectFieldStart("args");
    json.writeNumberField(counter.name(), value);
    json.writeEndObject();
    end();
  }

  private void begin(String phase, String name, Track track) throws IOException {
    json.writeStartObject();
    json.writeStringField("ph", phase);
    json.writeStringField("name", name);
    json.writeNumberField("pid", track.root().number());
    json.writeNumberField("tid", track.number());
  }

  private void time(String field, long ns) throws IOException {
    json.writeFieldName(field);
    json.writeNumber(BigDecimal.valueOf(ns, 3).toPlainString());
  }

  private void end() throws IOException {
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void finish() throws IOException {
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.close();
  }
}
