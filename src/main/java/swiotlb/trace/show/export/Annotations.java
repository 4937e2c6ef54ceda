package swiotlb.trace.show.export;

import com.fasterxml.jackson.databind.JsonNode;
import swiotlb.trace.show.export.wire.PerfettoTrace.DebugAnnotation;

/** What a track event says beside its name. */
final class Annotations {
  private final InternedNames names;

  Annotations(InternedNames names) {
    this.names = names;
  }

  DebugAnnotation.Builder of(String name, long value) {
    return DebugAnnotation.newBuilder().setNameIid(names.annotation(name)).setIntValue(value);
  }

  DebugAnnotation.Builder of(String name, String value) {
    return DebugAnnotation.newBuilder().setNameIid(names.annotation(name)).setStringValue(value);
  }

  DebugAnnotation.Builder of(String name, JsonNode value) {
    return of(value).setNameIid(names.annotation(name));
  }

  private DebugAnnotation.Builder of(JsonNode value) {
    var annotation = DebugAnnotation.newBuilder();
    if (value.isObject()) {
      for (var field : value.properties()) {
        annotation.addDictEntries(of(field.getKey(), field.getValue()));
      }
    } else if (value.isArray()) {
      value.forEach(element -> annotation.addArrayValues(of(element)));
    } else if (value.isIntegralNumber()) {
      annotation.setIntValue(value.longValue());
    } else if (value.isBoolean()) {
      annotation.setBoolValue(value.booleanValue());
    } else {
      annotation.setStringValue(value.asText());
    }
    return annotation;
  }
}
