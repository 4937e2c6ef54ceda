package swiotlb.cli.trace;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.open.TraceDatabase;

/**
 * An answer as JSON, an object a line, in ASCII. What is JSON in the answer is not quoted again.
 */
final class JsonRows implements TraceDatabase.Rows {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build());

  private final JsonGenerator json;
  private List<TraceDatabase.Column> columns = List.of();

  JsonRows(PrintWriter out) throws IOException {
    json = MAPPER.getFactory().createGenerator(out);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
  }

  @Override
  public void columns(List<TraceDatabase.Column> names) {
    columns = List.copyOf(names);
  }

  @Override
  public void row(List<@Nullable Object> values) throws IOException {
    json.writeStartObject();
    for (var i = 0; i < columns.size(); i++) {
      var column = columns.get(i);
      var value = values.get(i);
      json.writeFieldName(column.name());
      if (value instanceof String text && column.type().equals("JSON")) {
        MAPPER.writeTree(json, parsed(text));
      } else {
        MAPPER.writeValue(json, value);
      }
    }
    json.writeEndObject();
  }

  private static JsonNode parsed(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return MAPPER.getNodeFactory().textNode(text);
    }
  }

  @Override
  public void end() throws IOException {
    json.writeRaw('\n');
    json.flush();
  }
}
