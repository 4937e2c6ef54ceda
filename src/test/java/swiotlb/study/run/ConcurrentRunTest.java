package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import swiotlb.figures.RunFigures;

/** On real threads each scenario ends by protocol and keeps its invariants. */
@Tag("slow")
class ConcurrentRunTest {

  static String[] names() {
    return Simulations.ALL;
  }

  @ParameterizedTest
  @MethodSource("names")
  void endsByItselfAndKeepsItsInvariants(String name) {
    var scenario = Simulations.scenario(name, "mode", "concurrent", "runs", "2");
    var outcome = ScenarioRun.run(scenario, ScenarioRun.Options.plain());
    assertThat(outcome.ending().failure()).isNull();
    assertThat(outcome.ending().broken()).isEmpty();
    assertThat(outcome.runs())
        .hasSize(2)
        .allSatisfy(
            run -> {
              assertThat(run.get(RunFigures.MAPS))
                  .isPositive()
                  .isEqualTo(run.get(RunFigures.UNMAPS));
              assertThat(run.get(RunFigures.IO_TLB_USED)).isZero();
            });
  }
}
