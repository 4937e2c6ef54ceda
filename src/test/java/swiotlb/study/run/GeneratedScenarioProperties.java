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
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
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

  private static void checkAnswers(GeneratedScenario generated, Scenario scenario, Measured run) {
    var inFlight =
        run.get(RunFigures.DEVICES).stream()
            .mapToLong(d -> d.get(DeviceFigures.MOST_IN_FLIGHT))
            .sum();
    if (run.get(RunFigures.LONGEST_MAILBOX)
        > 2 * inFlight + run.get(RunFigures.AREAS).size() + 100) {
      fail(
          "%d messages waited for %s\nrepeat with: %s"
              .formatted(
                  run.get(RunFigures.LONGEST_MAILBOX),
                  run.get(RunFigures.LONGEST_MAILBOX_OF),
                  generated.command()));
    }
    for (var device : scenario.devices()) {
      var figures =
          run.get(RunFigures.DEVICES).stream()
              .filter(d -> d.get(DeviceFigures.DEVICE).equals(device.name()))
              .findFirst()
              .orElseThrow();
      var asked = device.jobs().stream().mapToLong(j -> j.count() * j.cpus().size()).sum();
      var answered = figures.get(DeviceFigures.REQUESTS) + figures.get(DeviceFigures.GIVEN_UP);
      var isRemoved = device.driver().mishaps().removedAtNs() > 0;
      if (isRemoved ? answered > asked : answered != asked) {
        fail(
            "%s was asked %d requests and answered %d\nrepeat with: %s"
                .formatted(device.name(), asked, answered, generated.command()));
      }
      if (figures.get(DeviceFigures.MOST_IN_FLIGHT) > device.driver().queueDepth()) {
        fail(
            "%s had %d requests in flight, its queue has %d\nrepeat with: %s"
                .formatted(
                    device.name(),
                    figures.get(DeviceFigures.MOST_IN_FLIGHT),
                    device.driver().queueDepth(),
                    generated.command()));
      }
    }
  }
}
