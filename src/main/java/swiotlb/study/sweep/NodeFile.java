package swiotlb.study.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * Which node computed which replication, beside the results, which are the same whoever computed
 * them. A line of JSON for each; nothing is there for what this process did itself, and no file if
 * it did all. Not thread-safe.
 */
final class NodeFile implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private @Nullable LineFile lines;

  NodeFile(Path file) {
    this.file = file;
  }

  /**
   * A replication was computed.
   *
   * @param by the node; empty: this process
   */
  void add(String key, String by) {
    if (by.isEmpty()) {
      return;
    }
    if (lines == null) {
      lines = LineFile.open(file, (number, line) -> true);
    }
    var line = JsonNodeFactory.instance.objectNode().put("key", key).put("node", by);
    lines.append(List.of(line.toString()));
  }

  /** Nodes by the keys of what they computed; what a kill has cut is not told. */
  static Map<String, String> read(Path file) {
    var nodes = new HashMap<String, String>();
    if (!Files.isRegularFile(file)) {
      return nodes;
    }
    try (var in = new BufferedInputStream(Files.newInputStream(file))) {
      LineFile.read(
          in,
          (number, line) -> {
            var json = parsed(line);
            if (json.path("key").isTextual() && json.path("node").isTextual()) {
              nodes.put(json.path("key").asText(), json.path("node").asText());
            }
            return true;
          });
      return nodes;
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  /** A line of results with the node that computed it. */
  static String with(String line, String node) {
    return line.substring(0, line.length() - 1)
        + ",\"node\":\""
        + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(node))
        + "\"}";
  }
}
