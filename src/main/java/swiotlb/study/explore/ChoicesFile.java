package swiotlb.study.explore;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.explore.Deviations;
import swiotlb.explore.Deviations.Deviation;
import swiotlb.explore.Kind;
import swiotlb.explore.Orders;
import swiotlb.input.InputException;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.ScenarioRun;

/**
 * The choices of a run, as a file keeps them.
 *
 * @param overrides settings that the scenario was run with, by path
 * @param orders in which messages came
 * @param faultsUntil messages after which no more faults happen
 * @param deviations choices that were not the first ones
 * @param told the same in words, for people; not read back
 * @param timeline of the run, by which it is known whether another is the same
 * @param messages that were handled in it
 * @param finding what was wrong with it, in words; empty: nothing
 */
public record ChoicesFile(
    Map<String, String> overrides,
    Orders orders,
    long faultsUntil,
    Deviations deviations,
    List<String> told,
    long timeline,
    long messages,
    String finding) {
  private static final String FORMAT = "swiotlb-sim choices";
  private static final int VERSION = 1;
  private static final long MOST_LATE_NS = 1_000_000_000;
  private static final long MOST_BYTES = 64 << 20;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Immutable from the start. */
  public ChoicesFile {
    overrides = Collections.unmodifiableMap(new LinkedHashMap<>(overrides));
    told = List.copyOf(told);
  }

  /**
   * Whether a scenario makes the same run with these choices.
   *
   * @param scenario with these overrides
   */
  public boolean isRunOf(Scenario scenario) {
    try (var runner = new ScenarioRun.Runner()) {
      var again = ExploredScenario.known(runner, scenario, orders).told(overrides, deviations);
      return again.timeline == timeline
          && again.messages == messages
          && again.finding.equals(finding);
    }
  }

  /** Writes it. */
  public void write(Path file) throws IOException {
    var root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("finding", finding);
    var settings = root.putObject("set");
    overrides.forEach(settings::put);
    root.put("orders", orders.word()).put("faults until message", faultsUntil);
    var choices = root.putArray("choices");
    for (var deviation : deviations.all()) {
      choices
          .addObject()
          .put("place", deviation.place())
          .put("kind", deviation.kind().word())
          .put("value", deviation.value());
    }
    var words = root.putArray("in words");
    told.forEach(words::add);
    root.put("timeline", Long.toHexString(timeline)).put("messages", messages);
    Files.writeString(file, JSON.writeValueAsString(root) + "\n");
  }

  /**
   * Reads it.
   *
   * @throws InputException if it cannot be read, or is none
   */
  public static ChoicesFile read(Path file) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new InputException(file.toString(), "has more than 64 MiB; no file of choices has");
      }
      return of(file, JSON.readTree(file.toFile()));
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      throw new InputException(
          file + (at == null ? "" : ":" + at.getLineNr()),
          "is no JSON; a file of choices is what explore writes");
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read; name a file that explore wrote");
    }
  }

  private static ChoicesFile of(Path file, JsonNode root) {
    if (root == null
        || !FORMAT.equals(root.path("format").asText())
        || root.path("version").asInt() != VERSION) {
      throw new InputException(
          file.toString(),
          "is no file of choices: it has no \"format\": \"" + FORMAT + "\" of version " + VERSION);
    }
    var overrides = new LinkedHashMap<String, String>();
    root.path("set").properties().forEach(e -> overrides.put(e.getKey(), e.getValue().asText()));
    var deviations = new ArrayList<Deviation>();
    var number = 0;
    for (var choice : root.path("choices")) {
      number++;
      deviations.add(deviation(file, number, choice));
    }
    try {
      return new ChoicesFile(
          overrides,
          orders(file, root.path("orders").asText()),
          root.path("faults until message").asLong(Long.MAX_VALUE),
          new Deviations(deviations),
          List.of(),
          Long.parseUnsignedLong(root.path("timeline").asText(), 16),
          root.path("messages").asLong(),
          root.path("finding").asText());
    } catch (NumberFormatException e) {
      throw new InputException(file.toString(), "\"timeline\" is no hexadecimal number of 64 bits");
    } catch (IllegalArgumentException e) {
      throw new InputException(file.toString(), String.valueOf(e.getMessage()));
    }
  }

  private static Orders orders(Path file, String word) {
    return Orders.of(word)
        .orElseThrow(
            () ->
                new InputException(file.toString(), "\"orders\" is none of timed, any and apart"));
  }

  private static Deviation deviation(Path file, int number, JsonNode choice) {
    for (var kind : Kind.values()) {
      if (kind.word().equals(choice.path("kind").asText())
          && choice.path("place").canConvertToInt()
          && choice.path("place").asInt(-1) >= 0
          && choice.path("value").canConvertToLong()
          && choice.path("value").asLong() > 0
          && (kind != Kind.LATE || choice.path("value").asLong() <= MOST_LATE_NS)) {
        return new Deviation(choice.path("place").asInt(), kind, choice.path("value").asLong());
      }
    }
    throw new InputException(
        file + ", choice " + number,
        "is no choice; one has a place from 0, a kind (turn, hold, last, late, happens) and a value from 1, of late to 1000000000");
  }
}
