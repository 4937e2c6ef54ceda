package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.input.ScenarioException;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** A host that encrypts its own memory: who puts the encryption bit on the bus does not bounce. */
class EncryptedHostRunTest {
  private static final String HOST =
      """
      encryption.kind = sme
      memory = 2 GiB
      cpus = 2
      devices.d.jobs.j { count = 20, depth = 4 }
      """;

  private static Scenario scenario(String release, String device) {
    return new ScenarioReader()
        .read(
            "s.conf",
            HOST + "kernel.release = \"" + release + "\"\n" + "devices.d { " + device + " }\n",
            Map.of());
  }

  private static Measured run(String release, String device) {
    return Simulations.run(scenario(release, device));
  }

  private static long bounced(Measured run) {
    return run.get(RunFigures.MAPS) - run.get(RunFigures.DIRECT_MAPS);
  }

  @Test
  void hasAPoolWithoutForceThatDoesNotGoByItsMemory() {
    var scenario = scenario("6.12", "dma-bits = 32");
    assertThat(scenario.defaultPool().orElseThrow().slots()).isEqualTo(32768);
    assertThat(scenario.kernel().swiotlb().force()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"32, 20", "47, 20", "48, 0", "64, 0"})
  void bouncesWhatADeviceDoesNotReachWithTheEncryptionBit(int bits, long bounces) {
    var result = run("6.12", "dma-bits = " + bits);
    assertThat(bounced(result)).isEqualTo(bounces);
    var shown = result.get(RunFigures.KERNEL_SHOWS);
    assertThat(shown.get(KernelFigures.BOUNCED_NORMAL)).isEqualTo(bounces);
    assertThat(shown.get(KernelFigures.BOUNCED_FORCE)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7.2, 0", "7.3, 20"})
  void from73ItGoesByTheReachOfItsCoherentMemoryToo(String release, long bounces) {
    assertThat(bounced(run(release, "dma-bits = 64, coherent-bits = 32"))).isEqualTo(bounces);
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.12", "7.3"})
  void notBehindAnIommu(String release) {
    var device = "dma-bits = 32, alloc-align = 4 KiB, jobs.j.block = 4 KiB, two-step = off";
    assertThat(bounced(run(release, device))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"7.2, false", "7.3, true"})
  void from73AllTransientPoolsComeFromMemoryThatIsSharedInAdvance(
      String release, boolean isShared) {
    var spike =
        "dma-bits = 32, coherent-bits = 64, jobs.j { count = 64, depth = 64, block = 64 KiB }";
    var result = run(release, spike + " }, kernel.cmdline = \"swiotlb=512,1\", costs {");
    assertThat(result.get(RunFigures.TRANSIENT_MAPS)).isPositive();
    var most =
        result
            .get(RunFigures.SHARED_MEMORY)
            .orElseThrow()
            .get(SharedMemoryFigures.COHERENT_HIWATER_BYTES);
    assertThat(most > 0).isEqualTo(isShared);
  }

  @Test
  void aReachThatNoDeviceHasIsRefused() {
    assertThatThrownBy(() -> scenario("6.12", "coherent-bits = 7"))
        .isInstanceOf(ScenarioException.class)
        .hasMessageContaining("coherent-bits");
  }
}
