package swiotlb.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import swiotlb.figures.Ending;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;

/**
 * Results as JSON, as {@code result.schema.json} beside this class says. They are written run by
 * run, and nothing is kept.
 */
public final class ResultJson {
  private final OutputStream out;
  private final JsonGenerator json;

  /**
   * Begins a document.
   *
   * @param out left open
   * @param origin what the results came of
   */
  public ResultJson(OutputStream out, Head head, Origin origin) {
    this.out = out;
    try {
      json = new ObjectMapper().writerWithDefaultPrettyPrinter().createGenerator(out);
      json.writeStartObject();
      json.writeStringField("scenario", head.name());
      json.writeNumberField("seed", head.seed());
      json.writeStringField("mode", head.mode());
      json.writeStringField("version", origin.version());
      json.writeStringField("kernel", origin.kernel());
      json.writeFieldName("boot_log");
      value(origin.bootLog());
      json.writeFieldName("overrides");
      value(origin.overrides());
      write(origin.settings());
      json.writeBooleanField("depends_on_timing", !head.isVirtual());
      json.writeArrayFieldStart("runs");
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** The figures of one more run. */
  public void add(Measured run) {
    try {
      write(run);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** How it ended, and a line break; no more can be written. */
  public void end(Ending ending) {
    try {
      json.writeEndArray();
      json.writeBooleanField("interrupted", ending.interrupted());
      json.writeArrayFieldStart("broken_invariants");
      for (var broken : ending.broken()) {
        json.writeString(broken);
      }
      json.writeEndArray();
      var failure = ending.failure();
      if (failure == null) {
        json.writeNullField("failure");
      } else {
        json.writeObjectFieldStart("failure");
        json.writeStringField("actor", failure.actor());
        json.writeNumberField("time_ns", failure.timeNs());
        json.writeStringField("message", failure.message());
        json.writeStringField("what", failure.what());
        json.writeEndObject();
      }
      json.writeEndObject();
      json.flush();
      out.write('\n');
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(List<Origin.Setting> settings) throws IOException {
    json.writeObjectFieldStart("settings");
    for (var setting : settings) {
      json.writeObjectFieldStart(setting.path());
      json.writeStringField("value", setting.value());
      json.writeStringField("origin", setting.from());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  private void write(Measured measured) throws IOException {
    json.writeStartObject();
    for (var figure : measured.catalogue().figures()) {
      json.writeFieldName(figure.key());
      value(measured.get(figure));
    }
    json.writeEndObject();
  }

  private void value(Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      json.writeNumber(Math.round(number * 10) / 10.0);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Measured parts) {
      write(parts);
    } else if (value instanceof Latencies latencies) {
      percentiles(latencies);
    } else if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        value(optional.get());
      } else {
        json.writeNull();
      }
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (var element : list) {
        value(element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        value(entry.getValue());
      }
      json.writeEndObject();
    } else {
      event(value);
    }
  }

  private void event(Object event) throws IOException {
    json.writeStartObject();
    if (event instanceof GrowthStep step) {
      json.writeNumberField("time_ns", step.timeNs());
      json.writeStringField(
          "event", step.event().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      json.writeNumberField("slots", step.slots());
      json.writeNumberField("areas", step.areas());
    } else if (event instanceof KernelLine line) {
      json.writeNumberField("time_ns", line.timeNs());
      json.writeStringField("text", line.text());
    } else {
      throw new IllegalStateException("JSON has no words for a " + event.getClass().getName());
    }
    json.writeEndObject();
  }

  private void percentiles(Latencies latencies) throws IOException {
    json.writeStartObject();
    json.writeNumberField("p50", latencies.percentile(50));
    json.writeNumberField("p90", latencies.percentile(90));
    json.writeNumberField("p99", latencies.percentile(99));
    json.writeNumberField("p999", latencies.percentile(99.9));
    json.writeNumberField("max", latencies.max());
    json.writeEndObject();
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("the results cannot be written", e);
  }
}
