package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.AreaFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.RunHistory;

class RunWatchTest {
  private final List<Measured> runs = new ArrayList<>();

  private RunHistory watched(String scenario, String... overrides) {
    var watch = new RunWatch(null);
    var options = ScenarioRun.Options.plain().withSink(watch);
    ScenarioRun.run(
        Simulations.scenario(scenario, overrides),
        options,
        List.of(watch, RunObserver.ofRuns(runs::add)));
    return watch.history();
  }

  private static long most(List<Long> values) {
    return values.stream().mapToLong(value -> value).max().orElse(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"first-growth", "load-spike", "confidential-spike", "many-cpus-few-areas"})
  void itSawWhatTheFiguresSay(String scenario) {
    var history = watched(scenario);
    var run = runs.get(0);
    assertThat(most(history.used())).isEqualTo(run.get(RunFigures.IO_TLB_USED_HIWATER));
    assertThat(history.lasting()).last().isEqualTo(run.get(RunFigures.IO_TLB_NSLABS));
    assertThat(history.used()).last().satisfies(used -> assertThat(used).isNotNegative());
    assertThat(history.failed().stream().mapToLong(n -> n).sum()).isEqualTo(RunFigures.failed(run));
    assertThat(history.runEndsNs()).hasSize(1);
  }

  /** Areas that nobody came to are in the figures alone. */
  @ParameterizedTest
  @ValueSource(strings = {"confidential-spike", "many-cpus-few-areas", "nic-refill"})
  void everyWaitForALockIsSeenAtItsArea(String scenario) {
    var seen =
        watched(scenario).areas().stream()
            .collect(
                Collectors.toMap(
                    area -> area.pool() + " " + area.number(),
                    area -> area.waitNs().stream().mapToLong(ns -> ns).sum()));
    Map<String, Long> measured =
        runs.get(0).get(RunFigures.AREAS).stream()
            .filter(area -> area.get(AreaFigures.ACQUISITIONS) > 0)
            .collect(
                Collectors.toMap(
                    area -> "pool-" + area.get(AreaFigures.POOL) + " " + area.get(AreaFigures.AREA),
                    area -> area.get(AreaFigures.WAIT_NS)));
    assertThat(seen).isEqualTo(measured);
  }

  @Test
  void aRunThatIsWatchedIsTheSame() {
    watched("load-spike");
    var plain = Simulations.run(Simulations.scenario("load-spike"));
    assertThat(runs.get(0)).hasToString(plain.toString());
  }

  @Test
  void theBeginningIsToldChangeByChange() {
    var moments = watched("load-spike").beginning();
    assertThat(moments).hasSizeGreaterThan(100);
    assertThat(moments).extracting(RunHistory.Moment::timeNs).isSorted();
    assertThat(moments).doesNotHaveDuplicates();
  }

  @Test
  void runsWithoutARebootFollowEachOther() {
    var history = watched("first-growth", "runs", "3");
    assertThat(history.runEndsNs()).hasSize(3).isSorted();
    assertThat(most(history.used())).isEqualTo(runs.get(2).get(RunFigures.IO_TLB_USED_HIWATER));
  }

  @Test
  void realThreadsAreWatchedAlike() {
    var history = watched("load-spike", "mode", "concurrent");
    assertThat(most(history.used()))
        .isPositive()
        .isLessThanOrEqualTo(runs.get(0).get(RunFigures.IO_TLB_USED_HIWATER));
    assertThat(history.areas()).isNotEmpty();
  }
}
