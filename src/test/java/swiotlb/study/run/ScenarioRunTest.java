package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import swiotlb.figures.CounterSample;
import swiotlb.figures.RunResult;

class ScenarioRunTest {

  @Test
  void runsWithoutARebootKeepThePoolsThatWereAdded() {
    var outcome =
        ScenarioRun.run(
            Simulations.scenario("first-growth", "runs", "3"), ScenarioRun.Options.plain());
    assertThat(outcome.runs()).extracting(RunResult::ioTlbNslabs).containsOnly(2560L);
    assertThat(outcome.runs().get(0).growth()).isNotEmpty();
    assertThat(outcome.runs().get(1).growth()).isEmpty();
    assertThat(outcome.runs().get(1).transientMaps()).isZero();
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
              assertThat(run.maps()).isPositive().isLessThan(4000);
              assertThat(run.ioTlbUsed()).isZero();
            });
  }

  @Test
  void countersAreSampledWhileARunLasts() {
    var samples = new ArrayList<CounterSample>();
    var plain = ScenarioRun.Options.plain();
    var options =
        new ScenarioRun.Options(
            plain.scheduleSeed(), false, null, samples::add, () -> false, f -> {}, plain.silence());
    ScenarioRun.run(Simulations.scenario("first-growth", "counters-interval", "1 ms"), options);
    assertThat(samples).hasSizeGreaterThan(900);
    assertThat(samples.get(0).timeNs()).isLessThan(2_000_000);
    assertThat(samples).extracting(CounterSample::ioTlbNslabs).isSorted().contains(2560L);
    assertThat(samples).allMatch(s -> s.ioTlbUsed() <= s.ioTlbUsedHiwater());
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
                "exhaustion.policy",
                "wait"));
    assertThat(waiting.transientMaps()).isZero();
    assertThat(kernel.transientMaps()).isPositive();
    assertThat(waiting.mapLatency().max()).isGreaterThan(kernel.mapLatency().max());
  }

  @Test
  void aDeviceThatReachesAllMemoryDoesNotBounce() {
    var result =
        Simulations.run(
            Simulations.scenario(
                "first-growth", "kernel", "swiotlb=512", "devices.sata0.dma-bits", "64"));
    assertThat(result.directMaps()).isEqualTo(result.maps()).isEqualTo(4000);
    assertThat(result.ioTlbUsedHiwater()).isZero();
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
    assertThat(result.ioTlbNslabs()).isZero();
    assertThat(result.failures()).containsOnlyKeys("not-reachable");
    assertThat(result.directMaps()).isPositive();
  }
}
