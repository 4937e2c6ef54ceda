package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static swiotlb.study.run.Simulations.run;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.ThrottleFigures;
import swiotlb.scenario.ScenarioReader;

/** What the head of simulations/designs/throttle.conf says. */
class ThrottleRunTest {
  private static Measured throttled(Map<String, String> overrides) {
    var all = new HashMap<>(overrides);
    all.put("invariants", "on");
    all.put("check-payload", "on");
    return run(new ScenarioReader().read(Path.of("simulations/designs/throttle.conf"), all));
  }

  private static Measured throttle(Measured run) {
    return run.get(RunFigures.THROTTLE).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4", "5"})
  void threadsWaitBeforeThePoolIsFullAndNothingFails(String seed) {
    var result = throttled(Map.of("seed", seed));
    assertThat(RunFigures.failed(result)).isZero();
    assertThat(result.get(RunFigures.REQUESTS)).isEqualTo(4000);
    assertThat(result.get(RunFigures.IO_TLB_USED_HIWATER)).isLessThan(1024);
    assertThat(throttle(result).get(ThrottleFigures.HIGH)).isPositive();
    assertThat(throttle(result).get(ThrottleFigures.LOW)).isPositive();
    assertThat(throttle(result).get(ThrottleFigures.LONGEST_WAIT_NS)).isGreaterThan(100_000_000);
  }

  @Test
  void withoutItTheSameRequestsFindThePoolFull() {
    var result = throttled(Map.of("design.exhaustion", "transient"));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("no-free-run");
    assertThat(result.get(RunFigures.THROTTLE)).isEmpty();
  }

  @Test
  void aLeakOfTheHolderHangsAllOthersAndTheRunEnds() {
    var result = throttled(Map.of("devices.sata0.leak-every", "50"));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("throttled-for-ever");
    assertThat(throttle(result).get(ThrottleFigures.FOR_EVER))
        .isEqualTo(result.get(RunFigures.FAILURES).get("throttled-for-ever"));
    assertThat(throttle(result).get(ThrottleFigures.KEPT_BY)).isNotNegative();
    assertThat(result.get(RunFigures.REQUESTS) + result.get(RunFigures.GIVEN_UP)).isEqualTo(4000);
  }

  @Test
  void interruptContextIsNotThrottled() {
    var result =
        throttled(Map.of("devices.sata0.jobs.load.context", "interrupt", "kernel.dynamic", "on"));
    assertThat(throttle(result).get(ThrottleFigures.HIGH)).isZero();
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
  }

  @Test
  void aJobThatMayNotBlockIsNotThrottled() {
    var result = throttled(Map.of("devices.sata0.jobs.load.may-block", "off"));
    assertThat(throttle(result).get(ThrottleFigures.HIGH)).isZero();
  }

  @Test
  void whoIsBehindAnIommuIsNotThrottled() {
    var result =
        throttled(
            Map.of(
                "devices.sata0.alloc-align", "4 KiB",
                "devices.sata0.jobs.load.buffer-align", "512",
                "devices.sata0.jobs.load.block", "9 KiB",
                "devices.sata0.two-step", "off"));
    assertThat(throttle(result).get(ThrottleFigures.HIGH)).isZero();
  }

  @Test
  void restrictedPoolsAreNotThrottled() {
    var result = throttled(Map.of("devices.sata0.restricted-pool", "1 MiB"));
    assertThat(throttle(result).get(ThrottleFigures.HIGH)).isZero();
  }
}
