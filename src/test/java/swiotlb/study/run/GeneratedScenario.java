package swiotlb.study.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/**
 * A scenario that a property test made up, as the settings of a scenario file.
 *
 * @param settings by their paths
 * @param scheduleSeed picks among what could happen next; negative: in order
 */
public record GeneratedScenario(Map<String, String> settings, long scheduleSeed, boolean jitter) {
  private static final Path DIRECTORY = Path.of("target", "generated");

  /** The scenario file. */
  public String text() {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(e -> e.getKey() + " = " + e.getValue() + "\n")
            .collect(Collectors.joining());
  }

  /** Writes the scenario file. */
  Path write() {
    try {
      Files.createDirectories(DIRECTORY);
      var file = DIRECTORY.resolve("scenario-%08x.conf".formatted(text().hashCode()));
      return Files.writeString(file, text());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What a user types to see the same once more. */
  String command() {
    return "./swiotlb-sim run "
        + write()
        + (scheduleSeed < 0 ? "" : " --schedule-seed " + scheduleSeed)
        + (jitter ? " --jitter" : "");
  }

  Scenario scenario() {
    return new ScenarioReader().read("generated", text(), Map.of());
  }

  ScenarioRun.Outcome run() {
    var plain = ScenarioRun.Options.plain();
    var seed = scheduleSeed < 0 ? OptionalLong.empty() : OptionalLong.of(scheduleSeed);
    return Simulations.onOneEngine(
        scenario(),
        new ScenarioRun.Options(
            seed, jitter, null, plain.isInterrupted(), plain.progress(), plain.silence()));
  }

  @Override
  public String toString() {
    return text() + command();
  }
}
