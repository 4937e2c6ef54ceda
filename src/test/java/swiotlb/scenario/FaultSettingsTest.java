package swiotlb.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import swiotlb.input.ScenarioException;
import swiotlb.workload.Fault;
import swiotlb.workload.FaultRates;

class FaultSettingsTest {
  private static Scenario read(String faults) {
    return new ScenarioReader()
        .read("faulty", "devices.sata0.jobs.load.count = 1\n" + faults, Map.of());
  }

  @Test
  void nothingFailsUnlessTheScenarioSaysSo() {
    assertThat(read("").faults().any()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void eachFaultHasARateOfItsOwn(Fault fault) {
    var rates = read(FaultReader.path(fault) + " = 7").faults();
    assertThat(rates.perMille()).isEqualTo(Map.of(fault, 7));
    assertThat(rates.probability(fault)).isEqualTo(0.007);
  }

  @Test
  void timesAndTheLeastOrderAreRead() {
    var rates =
        read("""
                faults {
                  least-order = 3, late-worker-by = 1 us, long-grace-by = 2 us
                  late-interrupt-by = 3 us, slow-cpu-by = 4 us
                }
                """)
            .faults();
    assertThat(rates).isEqualTo(new FaultRates(Map.of(), 3, 1_000, 2_000, 3_000, 4_000));
  }

  @ParameterizedTest
  @CsvSource({
    "cma-per-mille = 1001,        faults.cma-per-mille is 1001; it can be 0 to 1000",
    "reset-per-mille = 501,       faults.reset-per-mille is 501; it can be 0 to 500",
    "stuck-per-mille = -1,        faults.stuck-per-mille is -1; it can be 0 to 1000",
    "least-order = 11,            faults.least-order is 11; it can be 0 to 10",
    "late-worker-by = 3,          without a unit",
    "late-workers-per-mille = 3,  is late-worker-per-mille meant?"
  })
  void whatCannotBeIsRefused(String setting, String why) {
    assertThatThrownBy(() -> read("faults { " + setting + " }"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("faulty:2")
        .hasMessageContaining(why);
  }

  @Test
  void realThreadsHaveNoFaults() {
    assertThatThrownBy(() -> read("mode = concurrent, faults.reset-per-mille = 1"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("faults.reset-per-mille cannot be in concurrent mode");
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"SHARING", "STUCK", "CMA"})
  void whatCanNeverHappenIsSaid(Fault fault) {
    assertThat(read(FaultReader.path(fault) + " = 7").notes())
        .anySatisfy(
            note -> assertThat(note).contains(FaultReader.path(fault), "counts for nothing"));
  }

  @Test
  void whatCanHappenIsNotSaid() {
    var scenario =
        read(
            "encryption.kind = tdx, pages.cma = 8 MiB, faults { sharing-per-mille = 1, cma-per-mille = 1 }");
    assertThat(scenario.notes()).noneMatch(note -> note.contains("faults"));
  }
}
