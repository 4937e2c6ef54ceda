package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.MapTime;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.ThrottleFigures;
import swiotlb.scenario.ScenarioReader;

/** Where the time of mappings went: nothing of what a design costs is left out. */
class DesignTimesTest {
  private static Measured run(String design, Map<String, String> overrides) {
    var path = Path.of("simulations/designs/" + design + ".conf");
    return Simulations.run(new ScenarioReader().read(path, overrides));
  }

  private static Measured times(Measured run) {
    return run.get(RunFigures.MAP_TIME);
  }

  /** Most mappings of these scenarios take as long as each other. */
  @ParameterizedTest
  @ValueSource(strings = {"direct", "anywhere"})
  void theWayToTheBufferIsAsLongAsMappingsTook(String design) {
    var run = run(design, Map.of());
    var times = times(run);
    var spentNs =
        times.get(MapTime.SEARCH)
            + times.get(MapTime.GROWTH_WAIT)
            + times.get(MapTime.TRANSIENT)
            + times.get(MapTime.COPY_IN);
    var tookNs = run.get(RunFigures.MAP_LATENCY).percentile(50) * run.get(RunFigures.MAPS);
    assertThat((double) spentNs / tookNs).isBetween(0.98, 1.03);
  }

  @Test
  void waitingForTheThrottleIsPartOfIt() {
    var run = run("throttle", Map.of());
    var waitedNs = run.get(RunFigures.THROTTLE).orElseThrow().get(ThrottleFigures.WAIT_NS);
    assertThat(times(run).get(MapTime.GROWTH_WAIT)).isEqualTo(waitedNs).isPositive();
  }

  @Test
  void nobodyWaitsForPoolsThatAreNeverAdded() {
    var run = run("wait", Map.of("design.growth", "static"));
    assertThat(times(run).get(MapTime.GROWTH_WAIT)).isZero();
  }
}
