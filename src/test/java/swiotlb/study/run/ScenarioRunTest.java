package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SampleFigures;

class ScenarioRunTest {

  @Test
  void runsWithoutARebootKeepThePoolsThatWereAdded() {
    var outcome =
        ScenarioRun.run(
            Simulations.scenario("first-growth", "runs", "3"), ScenarioRun.Options.plain());
    assertThat(outcome.runs())
        .extracting(run -> run.get(RunFigures.IO_TLB_NSLABS))
        .containsOnly(2560L);
    assertThat(outcome.runs().get(0).get(RunFigures.GROWTH)).isNotEmpty();
    assertThat(outcome.runs().get(1).get(RunFigures.GROWTH)).isEmpty();
    assertThat(outcome.runs().get(1).get(RunFigures.TRANSIENT_MAPS)).isZero();
  }

  @Test
  void anInterruptedSimulationEndsTheRunWithWhatIsInFlight() {
    var asked = new AtomicInteger();
    var plain = ScenarioRun.Options.plain();
    var options =
        new ScenarioRun.Options(
            plain.scheduleSeed(),
            plain.jitter(),
            null,
            () -> asked.incrementAndGet() > 1,
            plain.progress(),
            plain.silence());
    var outcome = ScenarioRun.run(Simulations.scenario("first-growth", "runs", "9"), options);
    assertThat(outcome.ending().interrupted()).isTrue();
    assertThat(outcome.ending().isGood()).isTrue();
    assertThat(outcome.runs())
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.get(RunFigures.MAPS)).isPositive().isLessThan(4000);
              assertThat(run.get(RunFigures.IO_TLB_USED)).isZero();
            });
  }

  @Test
  void countersAreSampledWhileARunLasts() {
    var samples = new ArrayList<Measured>();
    ScenarioRun.run(
        Simulations.scenario("first-growth", "counters-interval", "1 ms"),
        ScenarioRun.Options.plain(),
        List.of(RunObserver.ofSamples(samples::add)));
    assertThat(samples).hasSizeGreaterThan(900);
    assertThat(samples.get(0).get(SampleFigures.TIME_NS)).isLessThan(2_000_000);
    assertThat(samples)
        .extracting(s -> s.get(SampleFigures.IO_TLB_NSLABS))
        .isSorted()
        .contains(2560L);
    assertThat(samples)
        .allMatch(
            s -> s.get(SampleFigures.IO_TLB_USED) <= s.get(SampleFigures.IO_TLB_USED_HIWATER));
  }

  @Test
  void waitingForGrowthNeedsFewerTransientPoolsThanTheKernelsWay() {
    var kernel =
        Simulations.run(
            Simulations.scenario("first-growth", "devices.sata0.jobs.load.context", "process"));
    var waiting =
        Simulations.run(
            Simulations.scenario(
                "first-growth",
                "devices.sata0.jobs.load.context",
                "process",
                "design.exhaustion",
                "wait"));
    assertThat(waiting.get(RunFigures.TRANSIENT_MAPS)).isZero();
    assertThat(kernel.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    assertThat(waiting.get(RunFigures.MAP_LATENCY).max())
        .isGreaterThan(kernel.get(RunFigures.MAP_LATENCY).max());
  }

  @Test
  void aDeviceThatReachesAllMemoryDoesNotBounce() {
    var result =
        Simulations.run(
            Simulations.scenario(
                "first-growth", "kernel", "swiotlb=512", "devices.sata0.dma-bits", "64"));
    assertThat(result.get(RunFigures.DIRECT_MAPS))
        .isEqualTo(result.get(RunFigures.MAPS))
        .isEqualTo(4000);
    assertThat(result.get(RunFigures.IO_TLB_USED_HIWATER)).isZero();
  }

  @Test
  void withNoforceADeviceBounceNothingAndFailsBeyondItsReach() {
    var result =
        Simulations.run(
            Simulations.scenario(
                "first-growth",
                "kernel",
                "swiotlb=noforce",
                "devices.sata0.dma-bits",
                "30",
                "devices.sata0.jobs.load.count",
                "50"));
    assertThat(result.get(RunFigures.IO_TLB_NSLABS)).isZero();
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("not-reachable");
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isPositive();
  }
}
