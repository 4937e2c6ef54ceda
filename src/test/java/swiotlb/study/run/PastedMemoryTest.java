package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.study.run.Simulations.run;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.figures.RunFigures;
import swiotlb.input.ScenarioException;
import swiotlb.kernel.page.Zone;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Free memory as people pasted it. */
class PastedMemoryTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  private static Scenario scenario(String name) {
    return new ScenarioReader().read(CASES.resolve(name + ".conf"), Map.of());
  }

  @Test
  void memoryThatIsMovableServesNoPool() {
    var scenario = scenario("reports/r08-buddy-movable");
    var result = run(scenario);
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isZero();
    assertThat(result.get(RunFigures.DYNAMIC_POOLS)).isZero();
    assertThat(result.get(RunFigures.FAILURES).keySet()).containsExactly("transient-refused");
    assertThat(scenario.notes())
        .anyMatch(note -> note.contains("3 zones and 392 KiB understood"))
        .anyMatch(note -> note.contains("zone Movable has 907 MiB free"));
  }

  @Test
  void aPasteThatAMailProgramWrappedIsRead() {
    assertThat(scenario("reports/r09-buddy-wrapped").notes())
        .anyMatch(note -> note.contains("3 zones and 24,089 MiB understood"))
        .anyMatch(note -> note.contains("lines were wrapped: 3 of them"));
  }

  @Test
  void whatTheLogOfABoardSaysIsRead() {
    var scenario = scenario("reports/r11-buddy-oom-report");
    assertThat(scenario.pages().buddyinfo())
        .hasValueSatisfying(
            free ->
                assertThat(free.freeBlocks(Zone.DMA32))
                    .containsExactly(1700, 1160, 940, 15, 1, 1, 4, 5, 1, 0, 0));
    assertThat(scenario.notes())
        .anyMatch(note -> note.contains("1 zone and 35 MiB understood"))
        .anyMatch(note -> note.contains("there are 14 orders"));
  }

  @Test
  void aRowThatLooksCutIsRefusedWithItsPlaceAndWhatWouldBeRight() {
    assertThatThrownBy(() -> scenario("bad/buddyinfo-short"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageMatching("(?s).*buddyinfo-short.conf:1: pages.buddyinfo .*line 1 has 3 orders.*")
        .hasMessageContaining("paste what cat /proc/buddyinfo prints");
  }
}
