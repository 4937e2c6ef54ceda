package swiotlb.trace.show.export;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;

/** The values of OTLP/JSON, in which 64-bit integers are strings. */
final class OtlpJson {
  private final JsonGenerator json;

  OtlpJson(JsonGenerator json) {
    this.json = json;
  }

  void time(String field, long unixNs) throws IOException {
    json.writeStringField(field, Long.toString(unixNs));
  }

  void attribute(String key, long value) throws IOException {
    attribute(key, LongNode.valueOf(value));
  }

  void attribute(String key, String value) throws IOException {
    attribute(key, TextNode.valueOf(value));
  }

  void attribute(String key, JsonNode value) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeFieldName("value");
    value(value);
    json.writeEndObject();
  }

  /** An attribute for each field of an object. */
  void attributes(String prefix, JsonNode object) throws IOException {
    for (var field : object.properties()) {
      attribute(prefix + field.getKey(), field.getValue());
    }
  }

  private void value(JsonNode value) throws IOException {
    json.writeStartObject();
    if (value.isObject()) {
      json.writeObjectFieldStart("kvlistValue");
      json.writeArrayFieldStart("values");
      attributes("", value);
      json.writeEndArray();
      json.writeEndObject();
    } else if (value.isArray()) {
      json.writeObjectFieldStart("arrayValue");
      json.writeArrayFieldStart("values");
      for (var element : value) {
        value(element);
      }
      json.writeEndArray();
      json.writeEndObject();
    } else if (value.isIntegralNumber()) {
      json.writeStringField("intValue", value.asText());
    } else if (value.isBoolean()) {
      json.writeBooleanField("boolValue", value.booleanValue());
    } else if (!value.isNull()) {
      json.writeStringField("stringValue", value.asText());
    }
    json.writeEndObject();
  }
}
