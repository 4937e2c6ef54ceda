package swiotlb.trace.store;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * The fields of a message, as the JSON object that they were written as. It is taken apart when
 * somebody asks. Not thread-safe.
 */
public final class Fields {
  /** No fields. */
  public static final Fields NONE = new Fields("{}");

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /** What is shorter has neither the depth nor the long numbers that a parser refuses. */
  private static final int SURELY_READABLE = 1000;

  private static final int SHOWN = 100;

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

  /** Whether a text that is JSON is an object that can be taken apart here. */
  public static boolean isObject(String json) {
    if (!json.startsWith("{")) {
      return false;
    }
    if (json.length() <= SURELY_READABLE) {
      return true;
    }
    try (var parser = JSON.createParser(json)) {
      while (parser.nextToken() != null) {
        // Its limits are kept as it goes.
      }
      return true;
    } catch (IOException e) {
      return false;
    }
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
        var shown = json.length() <= SHOWN ? json : json.substring(0, SHOWN) + "\u2026";
        throw new InputException("a message of the trace", "has fields that are no JSON: " + shown);
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
