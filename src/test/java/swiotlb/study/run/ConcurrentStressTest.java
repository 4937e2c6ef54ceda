package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/**
 * Each scenario on real threads, again and again: it ends by itself, every byte is right, the
 * invariants hold, and no device has more in flight than its queue. Where a scenario lasts for a
 * time, its jobs get a count instead.
 */
@Tag("slow")
class ConcurrentStressTest {
  private static final int TIMES = 15;

  /** What was recorded comes as slowly in real time. */
  private static final int TIMES_AS_RECORDED = 3;

  static Stream<String> scenarios() throws IOException {
    try (var files = Files.list(Path.of("simulations"))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".conf"))
          .map(name -> name.replace(".conf", ""))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aScenarioEndsWellOnRealThreadsEachTime(String name) {
    var file = Path.of("simulations", name + ".conf");
    var settings = new java.util.HashMap<>(Map.of("mode", "concurrent", "check-payload", "true"));
    var times = TIMES;
    for (var device : new ScenarioReader().read(file, Map.of()).devices()) {
      for (var job : device.jobs()) {
        if (job.isTimed()) {
          times = TIMES_AS_RECORDED;
          continue;
        }
        var path = "devices." + device.name() + ".jobs." + job.name();
        settings.put(
            path + ".count", Long.toString(job.count() == 0 ? 300 : Math.min(300, job.count())));
        settings.put(path + ".duration", "0 s");
      }
    }
    for (var i = 0; i < times; i++) {
      var scenario = new ScenarioReader().read(file, settings);
      var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
      assertThat(outcome.ending().isGood()).as(outcome.ending().toString()).isTrue();
      for (var device : outcome.runs().get(0).get(RunFigures.DEVICES)) {
        assertThat(device.get(DeviceFigures.MOST_IN_FLIGHT))
            .isLessThanOrEqualTo(
                scenario.devices().stream()
                    .filter(d -> d.name().equals(device.get(DeviceFigures.DEVICE)))
                    .mapToLong(d -> d.driver().queueDepth() + timedRequests(d))
                    .sum());
      }
      var run = outcome.runs().get(0);
      assertThat(run.get(RunFigures.LONGEST_MAILBOX))
          .as(run.get(RunFigures.LONGEST_MAILBOX_OF))
          .isLessThanOrEqualTo(bound(run));
    }
  }

  /** Requests that wait for no queue. */
  private static long timedRequests(Scenario.Device device) {
    return device.jobs().stream().mapToLong(job -> job.timed().size()).sum();
  }

  /**
   * Of each request in flight at most one message is under way, and one to a CPU; and a few more.
   */
  private static long bound(Measured run) {
    return 2
            * run.get(RunFigures.DEVICES).stream()
                .mapToLong(d -> d.get(DeviceFigures.MOST_IN_FLIGHT))
                .sum()
        + run.get(RunFigures.AREAS).size()
        + 100;
  }
}
