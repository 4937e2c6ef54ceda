package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.RunResult;
import swiotlb.scenario.Scenario;

/**
 * What holds in every scenario, whatever the order of what could happen at once: more of them with
 * {@code -Djqwik.tries.default=N}.
 */
@Tag("slow")
class GeneratedScenarioProperties {

  @Provide
  Arbitrary<GeneratedScenario> scenarios() {
    return GeneratedScenarios.any();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyRunEndsWithAllInvariantsAndEveryRequestAnswered(
      @ForAll("scenarios") GeneratedScenario generated) {
    var outcome = generated.run();
    var scenario = generated.scenario();
    if (!outcome.ending().isGood()) {
      fail(outcome.ending() + "\nrepeat with: " + generated.command());
    }
    assertThat(outcome.runs()).hasSize(scenario.runs());
    outcome.runs().forEach(run -> checkAnswers(generated, scenario, run));
  }

  private static void checkAnswers(GeneratedScenario generated, Scenario scenario, RunResult run) {
    var inFlight = run.devices().stream().mapToLong(DeviceFigures::mostInFlight).sum();
    if (run.longestMailbox() > 2 * inFlight + run.areas().size() + 100) {
      fail(
          "%d messages waited for %s\nrepeat with: %s"
              .formatted(run.longestMailbox(), run.longestMailboxOf(), generated.command()));
    }
    for (var device : scenario.devices()) {
      var figures =
          run.devices().stream()
              .filter(d -> d.device().equals(device.name()))
              .findFirst()
              .orElseThrow();
      var asked = device.jobs().stream().mapToLong(j -> j.count() * j.cpus().size()).sum();
      var answered = figures.requests() + figures.givenUp();
      var isRemoved = device.driver().mishaps().removedAtNs() > 0;
      if (isRemoved ? answered > asked : answered != asked) {
        fail(
            "%s was asked %d requests and answered %d\nrepeat with: %s"
                .formatted(device.name(), asked, answered, generated.command()));
      }
      if (figures.mostInFlight() > device.driver().queueDepth()) {
        fail(
            "%s had %d requests in flight, its queue has %d\nrepeat with: %s"
                .formatted(
                    device.name(),
                    figures.mostInFlight(),
                    device.driver().queueDepth(),
                    generated.command()));
      }
    }
  }
}
