package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import swiotlb.scenario.Scenario;

/** Runs on real threads that are disturbed. */
class ThreadedRunTest {
  private static final int MOST_RUNS = 300;

  private static Scenario scenario(String name) {
    return FlawTable.scenario(name, Map.of("mode", "concurrent", "check-payload", "true"));
  }

  private static ThreadedRun run(Scenario scenario, long seed) {
    return ThreadedRun.of(scenario, seed, null, () -> false);
  }

  @Test
  void aSoundMachineHoldsAndComesToManyTimelines() {
    var scenario = scenario("three-requests");
    var timelines = new HashSet<Long>();
    for (var seed = 0; seed < 20; seed++) {
      var run = run(scenario, seed);
      assertThat(run.finding()).isNull();
      assertThat(run.messages()).isPositive();
      timelines.add(run.timeline());
    }
    assertThat(timelines).hasSizeGreaterThan(1);
  }

  @Test
  void aRaceOfThreadsIsFound() {
    var scenario = scenario("early-answer");
    for (var seed = 0; seed < MOST_RUNS; seed++) {
      var finding = run(scenario, seed).finding();
      if (finding != null) {
        assertThat(finding.kind()).isEqualTo(Finding.Kind.BROKEN_INVARIANT);
        return;
      }
    }
    throw new AssertionError("not found in " + MOST_RUNS + " runs");
  }

  @Test
  void aDriverThatReadsTooEarlyFailsInAnyRun() {
    var finding = Objects.requireNonNull(run(scenario("reads-before-sync"), 1).finding());
    assertThat(finding.kind()).isEqualTo(Finding.Kind.FAILED);
    assertThat(finding.what()).contains("without a sync the driver reads");
  }
}
