package swiotlb.study.explore;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.explore.Deviations;
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
  static final String FORMAT = "swiotlb-sim choices";
  static final int VERSION = 1;
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
    return new ChoicesReader(file).read();
  }
}
