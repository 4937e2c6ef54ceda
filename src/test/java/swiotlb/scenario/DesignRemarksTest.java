package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.kernel.policy.ExhaustionPolicy;

/** Of designs that are chosen together, what counts for nothing is told. */
class DesignRemarksTest {
  @TempDir private Path folder;

  private Scenario read(String text) {
    return new ScenarioText(folder)
        .read("kernel.cmdline = \"swiotlb=512,force\"\ndevices.d.jobs.j.count = 1\n" + text);
  }

  private void isTold(String text, String what) {
    assertThat(read(text).notes()).anyMatch(note -> note.contains(what));
  }

  @ParameterizedTest
  @CsvSource({
    "exhaustion, wait",
    "idle, shrink",
    "growth, capped",
    "'pages.cma = 64 MiB, design.growth', cma"
  })
  void whatIsAboutAddedPoolsCountsForNothingWhereNoneIsAdded(String setting, String design) {
    var chosen = setting.contains("design.") ? setting : "design." + setting;
    isTold(
        "kernel.dynamic = off, %s = %s".formatted(chosen, design),
        "counts for nothing, since no pool is added on this machine");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exhaustion = wait", "idle = shrink"})
  void neitherDoesItWithAGrowthThatAddsNone(String other) {
    isTold(
        "design { growth = static, " + other + " }",
        "counts for nothing, since the growth that is chosen adds no pool");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "design { exhaustion = wait, idle = shrink, growth = capped }",
        "kernel.dynamic = off, design.growth = anywhere",
        "kernel.dynamic = off, design.growth = static",
        "kernel.dynamic = off, design.exhaustion = throttle",
        "design { placement = direct, locks = free }"
      })
  void nothingIsSaidOfWhatCounts(String text) {
    assertThat(read(text).notes()).noneMatch(note -> note.contains("counts for nothing"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"growth = capped", "idle = shrink", "search = tree", "locks = one"})
  void withoutPoolsWhatIsAboutPoolsCountsForNothing(String other) {
    isTold("design { placement = direct, " + other + " }", "which has no pools");
  }

  @Test
  void withoutPoolsNothingIsThrottled() {
    var scenario = read("design { placement = direct, exhaustion = throttle }");
    assertThat(scenario.designs().exhaustion()).isEqualTo(new ExhaustionPolicy.TakeTransient());
    assertThat(scenario.notes()).anyMatch(note -> note.contains("which has no pools"));
  }
}
