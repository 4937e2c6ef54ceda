package swiotlb.trace.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a message, as the JSON object that they were written as. It is taken apart when
 * somebody asks. Not thread-safe.
 */
public final class Fields {
  /** No fields. */
  public static final Fields NONE = new Fields("{}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String json;
  private @Nullable JsonNode parsed;

  /**
   * Fields as JSON.
   *
   * @param json an object
   */
  public Fields(String json) {
    this.json = json;
  }

  /** Fields as bytes of a line. */
  static Fields of(byte[] line, int from, int to) {
    return new Fields(new String(line, from, to - from, StandardCharsets.UTF_8));
  }

  /** The JSON object, as it stands in the trace. */
  public String json() {
    return json;
  }

  /** The object, parsed. Not to be changed. */
  public JsonNode tree() {
    var tree = parsed;
    if (tree == null) {
      try {
        tree = JSON.readTree(json);
      } catch (IOException e) {
        throw new TraceException("a message of the trace", "has fields that are no JSON: " + json);
      }
      parsed = tree;
    }
    return tree;
  }

  /**
   * A field, or one within another: {@code request.demand.slots}. A missing node if there is none.
   */
  public JsonNode at(String path) {
    var node = tree();
    for (var part : path.split("\\.", -1)) {
      node = node.path(part);
    }
    return node;
  }

  /** An integer, or {@link TraceMessage#UNKNOWN} if there is none. */
  public long number(String path) {
    var node = at(path);
    return node.isIntegralNumber() ? node.longValue() : TraceMessage.UNKNOWN;
  }

  /** A text, such as an enum's name or an actor's path. */
  public Optional<String> text(String path) {
    var node = at(path);
    return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
  }

  /** Whether there is such a field, and it is not null. */
  public boolean has(String path) {
    var node = at(path);
    return !node.isMissingNode() && !node.isNull();
  }

  /** An object within, or an empty one. */
  public JsonNode object(String path) {
    var node = at(path);
    return node.isObject() ? node : JsonNodeFactory.instance.objectNode();
  }

  /** The mapping that the message names itself, or {@link TraceMessage#UNKNOWN}. */
  public long mapping() {
    if (!json.contains("\"mapping\":")) {
      return TraceMessage.UNKNOWN;
    }
    var own = number("mapping");
    return own == TraceMessage.UNKNOWN ? number("request.mapping") : own;
  }

  @Override
  public String toString() {
    return json;
  }
}
