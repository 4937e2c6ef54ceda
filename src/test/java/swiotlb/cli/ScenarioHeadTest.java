package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import swiotlb.report.Head;
import swiotlb.scenario.ScenarioReader;

class ScenarioHeadTest {

  private static Head head(String... overrides) {
    var settings =
        overrides.length == 0 ? Map.<String, String>of() : Map.of(overrides[0], overrides[1]);
    return ScenarioHead.of(
        new ScenarioReader().read(Path.of("simulations/first-growth.conf"), settings));
  }

  @Test
  void whatItIsAboutForgesNoLineOfOurs() {
    assertThat(head("about", "two\n  lines\u001b[31m").lines().get(0))
        .isEqualTo("first-growth: two lines\ufffd[31m");
  }

  @Test
  void itSaysWhatRunsOnWhatMachine() {
    assertThat(head().lines())
        .containsExactly(
            "first-growth: 1 MiB grows to 5 MiB under load",
            "4 CPUs, 2 GiB of memory, booted with swiotlb=512,force: default pool 1 MiB in 4 areas"
                + " at 0x7bf00000",
            "costs: an x86-64 virtual machine with a few CPUs");
  }

  @Test
  void aCommandLineThatWasPastedWithItsLineEndStaysOnTheLine() {
    assertThat(head("kernel", "quiet\nswiotlb=512,force\n").lines().get(1))
        .contains(", booted with quiet swiotlb=512,force: default pool 1 MiB");
  }

  @Test
  void aMachineWithOneCpuHasOne() {
    assertThat(head("cpus", "1").lines().get(1))
        .startsWith("1 CPU, 2 GiB of memory")
        .contains(" default pool 1 MiB in 1 area at");
  }

  @Test
  void aMachineWithoutPoolSaysSo() {
    assertThat(head("kernel", "swiotlb=noforce").lines().get(1))
        .endsWith("booted with swiotlb=noforce: no default pool");
  }

  @Test
  void encryptedMemorySaysWhatItIsAModelOf() {
    assertThat(head("encryption.kind", "tdx").lines()).contains("memory is encrypted: Intel TDX");
  }

  @Test
  void aPastedSnapshotIsShownAsItWasUnderstood() {
    var pasted = "Node 0, zone DMA 1 0 0 0 0 0 0 0 0 0 0\nNode 0, zone DMA32 0 0 0 0 0 0 0 0 0 0 3";
    assertThat(String.join("\n", head("pages.buddyinfo", pasted).lines()))
        .containsSubsequence(
            "free, as pasted:",
            "\n  DMA    4 KiB free, largest block of order 0,",
            "\n  DMA32  12 MiB free, largest block of order 10, 3 of at least 1 MiB, 3 of 4 MiB");
  }

  @Test
  void onRealThreadsNothingHasModelledCosts() {
    var head = head("mode", "concurrent");
    assertThat(head.isVirtual()).isFalse();
    assertThat(head.lines()).hasSize(2);
  }

  @Test
  void whatIsFreeInTheEndIsOfInterestWhereMemoryIsAged() {
    assertThat(head().showsFreePages()).isFalse();
    assertThat(head("pages.ageing.used-percent", "50").showsFreePages()).isTrue();
  }

  @Test
  void jobsWithACountHavePlannedRequests() {
    assertThat(head().hasPlannedRequests()).isTrue();
  }
}
