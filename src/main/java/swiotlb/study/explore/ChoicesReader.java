package swiotlb.study.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import swiotlb.explore.Deviations;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.explore.Kind;
import swiotlb.explore.Orders;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/** Reads a file of choices; refuses what it would have to guess. */
final class ChoicesReader {
  private static final long MOST_LATE_NS = 1_000_000_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path file;

  ChoicesReader(Path file) {
    this.file = file;
  }

  /**
   * Reads it.
   *
   * @throws InputException if it cannot be read, or is none
   */
  ChoicesFile read() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw wrong("has more than 64 MiB; no file of choices has");
      }
      return of(JSON.readTree(file.toFile()));
    } catch (MismatchedInputException e) {
      throw wrong("has a field twice, or goes on after its end; explore writes none such");
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InputException(
          file + (at == null ? "" : ":" + at.getLineNr()),
          "is no JSON; a file of choices is what explore writes");
    } catch (IOException e) {
      throw wrong("cannot be read; name a file that explore wrote");
    }
  }

  private ChoicesFile of(JsonNode root) {
    if (!root.path("format").asText().equals(ChoicesFile.FORMAT)
        || !root.path("version").equals(JSON.getNodeFactory().numberNode(ChoicesFile.VERSION))) {
      throw wrong(
          "is no file of choices: it has no \"format\": \""
              + ChoicesFile.FORMAT
              + "\" of version "
              + ChoicesFile.VERSION);
    }
    return new ChoicesFile(
        overrides(field(root, "set", JsonNode::isObject, "an object of settings")),
        orders(text(root, "orders")),
        count(root, "faults until message"),
        deviations(field(root, "choices", JsonNode::isArray, "a list")),
        List.of(),
        timeline(text(root, "timeline")),
        count(root, "messages"),
        text(root, "finding"));
  }

  private Map<String, String> overrides(JsonNode settings) {
    var overrides = new LinkedHashMap<String, String>();
    for (var setting : settings.properties()) {
      if (!setting.getValue().isTextual()) {
        throw wrong(
            "\"set\" has \""
                + Text.onOneLine(setting.getKey())
                + "\", which is no text; a setting is written as --set has it, in quotes");
      }
      overrides.put(setting.getKey(), setting.getValue().asText());
    }
    return overrides;
  }

  private Orders orders(String word) {
    return Orders.of(word).orElseThrow(() -> wrong("\"orders\" is none of timed, any and apart"));
  }

  private long timeline(String hexadecimal) {
    try {
      return Long.parseUnsignedLong(hexadecimal, 16);
    } catch (NumberFormatException e) {
      throw wrong("\"timeline\" is no hexadecimal number of 64 bits");
    }
  }

  private Deviations deviations(JsonNode choices) {
    var deviations = new ArrayList<Deviation>();
    for (var choice : choices) {
      deviations.add(deviation(deviations.size() + 1, choice));
    }
    try {
      return new Deviations(deviations);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Deviation deviation(int number, JsonNode choice) {
    var place = choice.path("place");
    var value = choice.path("value");
    for (var kind : Kind.values()) {
      if (choice.path("kind").isTextual()
          && kind.word().equals(choice.path("kind").asText())
          && place.isIntegralNumber()
          && place.canConvertToInt()
          && place.asInt() >= 0
          && value.isIntegralNumber()
          && value.canConvertToLong()
          && value.asLong() > 0
          && (kind != Kind.LATE || value.asLong() <= MOST_LATE_NS)) {
        return new Deviation(place.asInt(), kind, value.asLong());
      }
    }
    throw new InputException(
        file + ", choice " + number,
        "is no choice; one has a place from 0, a kind (turn, hold, last, late, happens) and a value from 1, of late to 1000000000");
  }

  // Fields.

  private String text(JsonNode root, String name) {
    return field(root, name, JsonNode::isTextual, "a text").asText();
  }

  private long count(JsonNode root, String name) {
    return field(
            root,
            name,
            n -> n.isIntegralNumber() && n.canConvertToLong() && n.asLong() >= 0,
            "a number of messages, from 0")
        .asLong();
  }

  private JsonNode field(JsonNode root, String name, Predicate<JsonNode> is, String what) {
    var field = root.path(name);
    if (!is.test(field)) {
      throw wrong(
          "\"%s\" is %s; it is %s, as explore writes it"
              .formatted(name, field.isMissingNode() ? "missing" : "something else", what));
    }
    return field;
  }

  private InputException wrong(String whatAndRemedy) {
    return new InputException(file.toString(), whatAndRemedy);
  }
}
