package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.ScenarioReader;

/** On real threads each scenario ends by protocol and keeps its invariants. */
@Tag("slow")
class ConcurrentRunTest {

  static String[] names() {
    return Simulations.ALL;
  }

  @ParameterizedTest
  @MethodSource("names")
  void endsByItselfAndKeepsItsInvariants(String name) {
    var scenario = Simulations.scenario(name, "mode", "concurrent", "runs", "2");
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    assertThat(outcome.ending().failure()).isNull();
    assertThat(outcome.ending().broken()).isEmpty();
    assertThat(outcome.runs())
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.get(RunFigures.MAPS))
                  .isPositive()
                  .isEqualTo(run.get(RunFigures.UNMAPS));
              assertThat(run.get(RunFigures.IO_TLB_USED)).isZero();
            });
  }

  /** Two seconds without a request, where one without a message is a failure of the others. */
  @Test
  void aRecordedPauseIsNoSilence(@TempDir Path folder) throws IOException {
    var line = "  fio-152  [000] d.... %s: %s%n";
    var map =
        "dma_map_page: sda dir=TO_DEVICE dma_addr=%x size=512 phys_addr=%x attrs="
            .formatted(0x7850_0000, 0xa000);
    var unmap =
        "dma_unmap_page: sda dir=TO_DEVICE dma_addr=%x size=512 attrs=".formatted(0x7850_0000);
    var bounced =
        "swiotlb_bounced: dev_name: sda dma_mask=ffffffffffffffff dev_addr=a000 size=512 FORCE";
    var text = new StringBuilder();
    for (var second : new int[] {5, 7}) {
      text.append(line.formatted(second + ".000001", bounced))
          .append(line.formatted(second + ".000002", map))
          .append(line.formatted(second + ".000003", unmap));
    }
    var recording = Files.writeString(folder.resolve("paused.txt"), text);
    var scenario =
        new ScenarioReader()
            .read(
                "paused",
                "mode = concurrent, kernel = \"swiotlb=512,force\", cpus = 1,"
                    + " devices.a.jobs.load.recording = \"%s\"".formatted(recording),
                Map.of());
    var plain = ScenarioRun.Options.plain();
    var options =
        new ScenarioRun.Options(
            plain.scheduleSeed(), false, null, () -> false, done -> {}, Duration.ofSeconds(1));
    var outcome = ScenarioRun.run(scenario, options);
    assertThat(outcome.ending().failure()).isNull();
    assertThat(outcome.runs().get(0).get(RunFigures.MAPS)).isEqualTo(2);
  }
}
