package swiotlb.study.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.run.ScenarioRun;

/**
 * Scenarios of requests of 4 KiB that all find room. The devices take their time, so that nearly
 * all requests in flight are mapped and none waits for a CPU.
 *
 * @param mode virtual or concurrent
 * @param slots of the default pool
 * @param areas of the default pool
 * @param cpus each runs a thread of every device
 * @param depth requests that a thread keeps in flight
 * @param pairs mappings and unmappings, about
 */
public record Load(String mode, int slots, int areas, int devices, int cpus, int depth, int pairs) {

  /** The scenario, read the way a user's scenario is read. */
  public Scenario scenario() {
    try {
      var file = Files.createTempFile("load", ".conf");
      try {
        Files.writeString(file, text());
        return new ScenarioReader().read(file, Map.of());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """
            mode = %s
            kernel = "swiotlb=%d,%d,force"
            cpus = %d
            memory = 8 GiB
            invariants = false
            check-payload = %s
            """,
            mode,
            slots,
            areas,
            cpus,
            "concurrent".equals(mode)));
    for (var device = 0; device < devices; device++) {
      text.append(
          String.format(
              Locale.ROOT,
              """
              devices.disk%d {
                queue-depth = 1000000
                service-time = 1 ms
                bandwidth = 1 TiB
                jobs.load { cpus = all, block = 4 KiB, depth = %d, context = interrupt, count = %d }
              }
              """,
              device,
              depth,
              Math.max(1, pairs / (devices * cpus))));
    }
    return text.toString();
  }

  /** Runs a scenario of this kind, which must serve every request. */
  public static Measured run(Scenario scenario) {
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    if (!outcome.ending().isGood() || RunFigures.failed(outcome.runs().get(0)) > 0) {
      throw new IllegalStateException("the run failed: " + outcome.ending());
    }
    return outcome.runs().get(0);
  }
}
