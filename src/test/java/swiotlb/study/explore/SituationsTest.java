package swiotlb.study.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.explore.Lateness;

/** Each situation is come to on some machine, and not on another that differs in what makes it. */
class SituationsTest {
  private static final long SCHEDULES = 100;
  private static final Map<String, String> AS_IT_IS = Map.of();
  private static final Map<String, String> ONE_REQUEST =
      Map.of("devices.disk.jobs.load.count", "1", "devices.disk.jobs.load.cpus", "0");

  /**
   * A situation on two machines.
   *
   * @param file of the races
   * @param settings with which a run comes to it
   * @param others with which none does
   */
  record Reach(
      String situation,
      String file,
      Map<String, String> settings,
      Map<String, String> others,
      boolean keepsTime) {
    @Override
    public String toString() {
      return situation;
    }
  }

  private static Reach reach(
      String situation, String file, Map<String, String> settings, Map<String, String> others) {
    return new Reach(situation, file, settings, others, false);
  }

  private static Map<String, String> and(Map<String, String> settings, String path, String value) {
    return Stream.concat(settings.entrySet().stream(), Map.of(path, value).entrySet().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  static Stream<Reach> reaches() {
    var fixed = Map.of("kernel.dynamic", "off");
    var roomy = Map.of("kernel.cmdline", "swiotlb=2048,2,force");
    var roomyShared = Map.of("kernel.cmdline", "swiotlb=2048,2");
    var low = Map.of("design.throttle.high-percent", "40", "design.throttle.low-percent", "35");
    return Stream.of(
        reach("transient-pool", "three-requests", AS_IT_IS, fixed),
        new Reach("transient-refused", "coherent-short", AS_IT_IS, roomyShared, true),
        reach("transient-in-grace", "shrink", AS_IT_IS, fixed),
        new Reach("coherent-pool-short", "coherent-short", AS_IT_IS, roomyShared, true),
        reach("map-failed", "throttle", AS_IT_IS, low),
        reach(
            "growth-failed",
            "grow-again",
            Map.of("faults.blocking-pages-per-mille", "300"),
            AS_IT_IS),
        reach("growth-race", "grow-again", AS_IT_IS, fixed),
        reach("growth-queued-again", "grow-again", AS_IT_IS, fixed),
        reach("late-worker", "grow-again", AS_IT_IS, roomy),
        reach("second-growth", "grow-again", AS_IT_IS, ONE_REQUEST),
        reach("two-pools-for-one", "grow-again", AS_IT_IS, ONE_REQUEST),
        reach("unmap-while-growing", "three-requests", AS_IT_IS, fixed),
        reach("exhausted-while-growing", "grow-again", AS_IT_IS, fixed),
        reach("pool-during-search", "three-requests", AS_IT_IS, fixed),
        reach("freed-behind-search", "waits", AS_IT_IS, roomy),
        reach("waited-in-vain", "waits", AS_IT_IS, Map.of("design.exhaustion", "transient")),
        reach("retiring-pool-searched", "shrink", AS_IT_IS, Map.of("design.idle", "keep")),
        reach("look-up-while-retiring", "shrink", AS_IT_IS, Map.of("design.idle", "keep")),
        reach("throttled-overtaken", "throttle", low, Map.of("design.exhaustion", "transient")),
        reach("throttle-passed", "throttle", AS_IT_IS, low),
        reach("throttled-for-one", "throttle", low, Map.of("design.exhaustion", "transient")),
        reach("reset-during-copy", "reset", AS_IT_IS, Map.of("devices.disk.resets", "[]")));
  }

  private static long reached(Reach reach, Map<String, String> settings)
      throws InterruptedException {
    var scenario = FlawTable.scenario(reach.file, and(settings, "check-payload", "false"));
    var plan =
        new ExplorePlan(
            scenario,
            StrategyName.RANDOM,
            1,
            SCHEDULES,
            0,
            3,
            reach.keepsTime,
            new Lateness(100_000),
            false);
    var explored = Exploring.run(plan, 1, () -> false, e -> {});
    assertThat(explored.wrong()).isEmpty();
    return explored.reached().stream()
        .filter(r -> r.name().equals(reach.situation))
        .mapToLong(Explored.Reached::schedules)
        .sum();
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void itIsReachedOnOneMachineAndNotOnAnother(Reach reach) throws InterruptedException {
    assertThat(reached(reach, reach.settings)).as("where it is").isPositive();
    assertThat(reached(reach, reach.others)).as("where it is not").isZero();
  }

  @Test
  void eachHasSuchAPair() {
    assertThat(reaches().map(Reach::situation))
        .containsExactlyElementsOf(Explored.situations())
        .hasSizeGreaterThanOrEqualTo(12);
  }
}
