package swiotlb.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.KernelLine;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;

/** Values of figures as JSON, the same in every file that holds them. */
public final class FigureJson {
  private static final MathContext DIGITS = new MathContext(6);

  private FigureJson() {}

  /**
   * Writes a value of a figure: parts of it, lists and maps included.
   *
   * @throws IllegalStateException if JSON has no words for its type
   */
  public static void write(JsonGenerator json, Object value) throws IOException {
    if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
      decimal(json, number);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Measured parts) {
      parts(json, parts);
    } else if (value instanceof Latencies latencies) {
      percentiles(json, latencies);
    } else if (value instanceof Optional<?> optional) {
      if (optional.isPresent()) {
        write(json, optional.get());
      } else {
        json.writeNull();
      }
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (var element : list) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      json.writeStartObject();
      for (var entry : map.entrySet()) {
        json.writeFieldName(entry.getKey().toString());
        write(json, entry.getValue());
      }
      json.writeEndObject();
    } else {
      event(json, value);
    }
  }

  /** To six digits, however small it is; what has no value is null. */
  private static void decimal(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(new BigDecimal(number).round(DIGITS).doubleValue());
    } else {
      json.writeNull();
    }
  }

  private static void parts(JsonGenerator json, Measured measured) throws IOException {
    json.writeStartObject();
    for (var figure : measured.catalogue().figures()) {
      var value = measured.get(figure);
      if (!RunFigures.isLeftOut(figure, value)) {
        json.writeFieldName(figure.key());
        write(json, value);
      }
    }
    json.writeEndObject();
  }

  private static void event(JsonGenerator json, Object event) throws IOException {
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

  private static void percentiles(JsonGenerator json, Latencies latencies) throws IOException {
    json.writeStartObject();
    json.writeNumberField("p50", latencies.percentile(50));
    json.writeNumberField("p90", latencies.percentile(90));
    json.writeNumberField("p99", latencies.percentile(99));
    json.writeNumberField("p999", latencies.percentile(99.9));
    json.writeNumberField("max", latencies.max());
    json.writeEndObject();
  }
}
