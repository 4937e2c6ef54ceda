package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.kernel.policy.ExhaustionPolicy;

/** What a scenario says of the throttle. */
class ThrottleSettingsTest {
  private static final String LOAD = "devices.d.jobs.j.count = 1\n";
  @TempDir private Path folder;

  private Scenario read(String text) {
    return new ScenarioText(folder).read(LOAD + text);
  }

  @Test
  void itsLevelsAreThoseOfTheProposalUnlessItIsSaid() {
    assertThat(read("design.exhaustion = throttle").designs().exhaustion())
        .isEqualTo(new ExhaustionPolicy.Throttle(70, 65));
    assertThat(
            read("design { exhaustion = throttle, throttle { high-percent = 90, low-percent = 90 } }")
                .designs()
                .exhaustion())
        .isEqualTo(new ExhaustionPolicy.Throttle(90, 90));
  }

  @Test
  void theLowLevelIsNotAboveTheHighOne() {
    assertThat(new ScenarioText(folder).problems(LOAD + "design.throttle { low-percent = 80 }\n"))
        .containsExactly("s.conf:2: design.throttle.low-percent is 80; it can be 0 to 70");
  }

  @Test
  void pathsOfXenAreNotThrottled() {
    var scenario = read("design.exhaustion = throttle\nxen = dom0");
    assertThat(scenario.designs().exhaustion()).isEqualTo(new ExhaustionPolicy.TakeTransient());
    assertThat(scenario.notes()).anyMatch(n -> n.endsWith("paths of Xen are not throttled"));
  }

  @ParameterizedTest
  @CsvSource({
    "process, auto, true",
    "process, on, true",
    "process, off, false",
    "softirq, auto, false",
    "interrupt, auto, false",
    "interrupt, off, false"
  })
  void aJobMayBlockInProcessContext(String context, String mayBlock, boolean may) {
    var scenario =
        read("devices.d.jobs.j { context = %s, may-block = %s }".formatted(context, mayBlock));
    assertThat(scenario.devices().get(0).jobs().get(0).handling().mayBlock()).isEqualTo(may);
  }

  @Test
  void whereNothingWaitsAJobCannotBeToldTo() {
    assertThat(
            new ScenarioText(folder)
                .problems(LOAD + "devices.d.jobs.j { context = softirq, may-block = on }\n"))
        .containsExactly(
            "s.conf:2: devices.d.jobs.j.may-block cannot be on where context is not process: nothing waits there; use auto or off");
  }
}
