package swiotlb.study.advise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostRangesTest {
  private static final String JOB = "\ndevices.d.jobs.j.count = 1\n";

  private static CostRanges ranges(String text) {
    return CostRanges.of(Workloads.unsized("kernel = \"swiotlb=force\"\n" + text + JOB));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "platform = simple",
        "platform = x86-vm",
        "platform = raspberry-pi-4, arch = arm64",
        "platform = qemu-tcg",
        "platform = confidential-vm-snp, encryption.kind = sev-snp",
        "platform = confidential-vm-tdx, encryption.kind = tdx"
      })
  void figuresOfPlatformsLieInTheirRanges(String text) {
    var ranges = ranges(text).ranges();
    assertThat(ranges).hasSizeGreaterThan(10);
    assertThat(ranges)
        .allSatisfy(
            range -> {
              assertThat(range.low()).as(range.setting()).isLessThanOrEqualTo(range.value());
              assertThat(range.high()).as(range.setting()).isGreaterThanOrEqualTo(range.value());
              assertThat(range.low()).as(range.setting()).isLessThan(range.high());
            });
  }

  @Test
  void everyLineOfTheTableIsOfAFigure() {
    var settings = List.of(CostFigure.values()).stream().map(CostFigure::setting).toList();
    for (var owner : List.of("simple", "x86-vm", "raspberry-pi-4", "qemu-tcg", "tdx", "sev-snp")) {
      assertThat(settings).containsAll(CostRanges.table(owner).keySet());
    }
  }

  @Test
  void whatTheScenarioSaysItselfIsKnown() {
    assertThat(ranges("costs.lock = 300 ns").ranges())
        .extracting(CostRanges.Range::setting)
        .doesNotContain("lock")
        .contains("map");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "platform = raspberry-pi-4, arch = arm64",
        "platform = confidential-vm-snp, encryption.kind = sev-snp"
      })
  void aMachineOfAnotherSizeWithDrawnCostsIsTheOneThatIsReadWithThem(String text) {
    var workload = Workloads.of("kernel = \"swiotlb=force\"\n" + text + JOB);
    var unsized = workload.booted(new Boot(Optional.empty(), true, Map.of()));
    var drawn = CostRanges.of(unsized).drawn(7, 3);
    var size = Optional.of(new AskedSize(4096, 4, 0));
    var read = workload.booted(new Boot(size, true, drawn));
    var put =
        workload
            .booted(new Boot(size, true, Map.of()))
            .withCostsOf(workload.booted(new Boot(Optional.empty(), true, drawn)));
    assertThat(put).usingRecursiveComparison().isEqualTo(read);
    assertThat(put.platform()).isNotEqualTo(unsized.platform());
  }

  @Test
  void withoutCostsNothingVaries() {
    assertThat(ranges("platform = ideal").ranges()).isEmpty();
  }

  @Test
  void drawsAreReproducibleAndCanBeRun() {
    var workload = Workloads.of("kernel = \"swiotlb=force\"\nplatform = x86-vm" + JOB);
    var ranges = ranges("platform = x86-vm");
    for (var machine = 2; machine < 40; machine++) {
      var drawn = ranges.drawn(1, machine);
      assertThat(drawn).isEqualTo(ranges.drawn(1, machine)).isNotEqualTo(ranges.drawn(2, machine));
      var scenario = workload.booted(new Boot(Optional.empty(), true, drawn));
      assertThat(scenario.platform().lockNs()).isBetween(10L, 25L);
    }
  }
}
