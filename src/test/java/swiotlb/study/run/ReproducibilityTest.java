package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.scenario.Scenario;
import swiotlb.trace.record.JsonLinesTrace;
import swiotlb.trace.store.TraceHeader;

/** A run is a function of scenario and seeds, to the byte. */
class ReproducibilityTest {

  private static String trace(Scenario scenario, ScenarioRun.Options options) {
    var bytes = new ByteArrayOutputStream();
    try (var trace = new JsonLinesTrace(bytes, TraceHeader.PLAIN)) {
      var outcome = ScenarioRun.run(scenario, options.withSink(trace));
      assertThat(outcome.ending().isGood()).as(outcome.toString()).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Scenario small(String name) {
    return switch (name) {
      case "first-growth" -> Simulations.scenario(name, "devices.sata0.jobs.load.count", "40");
      case "restricted" ->
          Simulations.scenario(
              name,
              "devices.wifi0.jobs.receive.count",
              "60",
              "devices.sata0.jobs.load.count",
              "20");
      case "many-cpus-few-areas" ->
          Simulations.scenario(name, "devices.nvme0.jobs.load.count", "10");
      case "full-although-half-empty" ->
          Simulations.scenario(
              name,
              "devices.mmc0.jobs.read.duration",
              "20 ms",
              "devices.eth0.jobs.receive.duration",
              "20 ms",
              "devices.sata0.jobs.large.duration",
              "20 ms");
      default -> Simulations.scenario(name);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "first-growth",
        "load-spike",
        "restricted",
        "full-although-half-empty",
        "many-cpus-few-areas"
      })
  void oneSeedGivesTheSameBytesTwice(String name) {
    var plain = ScenarioRun.Options.plain();
    assertThat(trace(small(name), plain)).isEqualTo(trace(small(name), plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"first-growth", "load-spike", "restricted", "many-cpus-few-areas"})
  void aScheduleSeedGivesAnotherOrderThatIsAsReproducible(String name) {
    var inOrder = trace(small(name), ScenarioRun.Options.plain());
    var seeded = trace(small(name), Simulations.scheduled(7));
    assertThat(seeded).isNotEqualTo(inOrder);
    assertThat(trace(small(name), Simulations.scheduled(7))).isEqualTo(seeded);
    assertThat(trace(small(name), Simulations.scheduled(8))).isNotEqualTo(seeded);
  }

  @Test
  void anotherSeedGivesAnotherRun() {
    var plain = ScenarioRun.Options.plain();
    assertThat(
            trace(
                Simulations.scenario(
                    "first-growth", "devices.sata0.jobs.load.count", "40", "seed", "2"),
                plain))
        .isNotEqualTo(trace(small("first-growth"), plain));
  }

  @Test
  void theTraceOfAScheduleThatExploresKeepsItsCausesInOrder() {
    var trace = trace(small("load-spike"), Simulations.scheduled(3));
    trace
        .lines()
        .filter(line -> line.startsWith("{\"id\""))
        .forEach(line -> assertThat(number(line, "cause")).as(line).isLessThan(number(line, "id")));
  }

  private static long number(String line, String key) {
    var from = line.indexOf("\"" + key + "\":") + key.length() + 3;
    var to = from;
    while (Character.isDigit(line.charAt(to))) {
      to++;
    }
    return Long.parseLong(line.substring(from, to));
  }
}
