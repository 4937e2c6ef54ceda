package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.onOneEngine;
import static swiotlb.study.run.Simulations.run;
import static swiotlb.study.run.Simulations.scenario;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.scenario.Scenario;

/** Faults of a plain run happen at their rates, by the seed. */
class FaultRunTest {
  private static Scenario growing(String... overrides) {
    var count = "devices.sata0.jobs.load.count";
    var all = new String[overrides.length + 2];
    all[0] = count;
    all[1] = "100";
    System.arraycopy(overrides, 0, all, 2, overrides.length);
    return scenario("first-growth", all);
  }

  @Test
  void refusedPagesLeaveNothingToGrowBy() {
    var result = run(growing("faults.blocking-pages-per-mille", "1000"));
    assertThat(growth(result))
        .contains(GrowthStep.Event.FAILED)
        .doesNotContain(GrowthStep.Event.PUBLISHED);
  }

  @Test
  void pagesThatMayNotWaitAreRefusedToTransientPoolsAlone() {
    var result = run(growing("faults.atomic-pages-per-mille", "1000"));
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isZero();
    assertThat(growth(result)).contains(GrowthStep.Event.PUBLISHED);
  }

  private static List<GrowthStep.Event> growth(Measured result) {
    return result.get(RunFigures.GROWTH).stream().map(GrowthStep::event).toList();
  }

  @Test
  void theWorkerIsLate() {
    assertThat(startedAfterNs(growing("faults.late-worker-per-mille", "1000")))
        .isEqualTo(startedAfterNs(growing()) + 10_000_000);
  }

  private static long startedAfterNs(Scenario scenario) {
    var steps = run(scenario).get(RunFigures.GROWTH);
    return steps.get(1).timeNs() - steps.get(0).timeNs();
  }

  @Test
  void aSeedMakesTheSameFaults() {
    assertThat(half("7")).isEqualTo(half("7"));
  }

  @Test
  void anotherSeedMakesOthers() {
    assertThat(half("7")).isNotEqualTo(half("8"));
  }

  private static long half(String seed) {
    return run(growing("faults.atomic-pages-per-mille", "500", "seed", seed))
        .get(RunFigures.TRANSIENT_MAPS);
  }

  @ParameterizedTest
  @CsvSource({
    "reset-per-mille, 300",
    "forgotten-unmap-per-mille, 100",
    "late-interrupt-per-mille, 500",
    "slow-cpu-per-mille, 500",
    "long-grace-per-mille, 500",
    "pool-objects-per-mille, 500",
    "late-worker-per-mille, 500"
  })
  void everyInvariantHoldsAllTheSame(String fault, String rate) {
    var plain = run(growing());
    var faulty = run(growing("faults." + fault, rate));
    assertThat(faulty).isNotEqualTo(plain);
    assertThat(faulty.get(RunFigures.MAPS)).isGreaterThanOrEqualTo(plain.get(RunFigures.MAPS));
  }

  @Test
  void aDriverThatReadsWhatItHasNotSyncedReadsAWrongByte() {
    var outcome =
        onOneEngine(
            growing(
                "faults.forgotten-sync-per-mille",
                "100",
                "devices.sata0.jobs.load.read-percent",
                "100"),
            ScenarioRun.Options.plain());
    assertThat(outcome.ending().failure()).isNotNull();
    assertThat(outcome.ending().failure().what()).contains("without a sync the driver reads");
  }

  @Test
  void aHypervisorThatRefusesIsCounted() {
    var result =
        run(scenario("confidential-spike", "faults.sharing-per-mille", "500", "runs", "1"));
    assertThat(result.get(RunFigures.SHARED_MEMORY).orElseThrow().get(SharedMemoryFigures.REFUSALS))
        .isPositive();
  }
}
