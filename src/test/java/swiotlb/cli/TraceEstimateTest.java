package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.scenario.ScenarioReader;

class TraceEstimateTest {

  private static long messages(String scenario, Map<String, String> settings) {
    var file = Path.of("simulations", scenario + ".conf");
    return TraceEstimate.messages(new ScenarioReader().read(file, settings));
  }

  /** What the scenarios really write. */
  @ParameterizedTest
  @CsvSource({
    "first-growth, 27373",
    "many-cpus-few-areas, 107233",
    "nvme-alignment, 23742",
    "restricted, 25160"
  })
  void theGuessIsWithinAFactorOfTwo(String scenario, long written) {
    assertThat(messages(scenario, Map.of())).isBetween(written / 2, written * 2);
  }

  @Test
  void severalRunsAreSoManyTimesLonger() {
    assertThat(messages("first-growth", Map.of("runs", "3")))
        .isEqualTo(3 * messages("first-growth", Map.of()));
  }

  @Test
  void compressedFilesAndDatabasesAreSmaller() {
    assertThat(TraceEstimate.bytes(1_000, "a.jsonl"))
        .isGreaterThan(5 * TraceEstimate.bytes(1_000, "a.jsonl.gz"))
        .isGreaterThan(5 * TraceEstimate.bytes(1_000, "a.duckdb"))
        .isEqualTo(TraceEstimate.bytes(1_000, "A.JSONL"));
  }
}
