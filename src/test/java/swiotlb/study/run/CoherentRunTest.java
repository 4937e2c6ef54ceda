package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static swiotlb.study.run.Simulations.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import swiotlb.figures.CoherentFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.kernel.text.Arch;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Whole runs of devices whose drivers allocate coherent memory. */
class CoherentRunTest {
  @TempDir Path folder;

  /** A USB host whose driver allocates 32 buffers of 16 KiB, one after the other. */
  private Scenario usb(String machine, String job) throws IOException {
    var file = folder.resolve("usb.conf");
    Files.writeString(
        file,
        """
        kernel.cmdline = "coherent_pool=256K"
        cpus = 4
        memory = 512 MiB
        %s
        devices.usb0 { dma-bits = 32
          jobs.urb { cpus = "0", block = 16 KiB, depth = 32, count = 100, coherent = true, %s } }
        """
            .formatted(machine, job));
    return new ScenarioReader().read(file, Map.of());
  }

  private static long failures(Measured result) {
    return result.get(RunFigures.FAILURES).values().stream().mapToLong(Long::longValue).sum();
  }

  @Test
  void inAnEncryptedGuestAnInterruptTakesFromThePoolsUntilTheyAreExhausted() throws IOException {
    var result = run(usb("encryption.kind = sev-snp", "context = interrupt, depth = 40"));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("coherent-pool-exhausted");
    var shared = result.get(RunFigures.SHARED_MEMORY).orElseThrow();
    assertThat(shared.get(SharedMemoryFigures.COHERENT_REFUSED)).isEqualTo(failures(result));
    assertThat(result.get(RunFigures.COHERENT_POOLS)).isEmpty();
    assertThat(result.get(RunFigures.LOG).get(0).text()).isEqualTo("DMA pool exhausted for usb0");
  }

  @Test
  void onABoardAnInterruptTakesFromTheOnePoolThatTheDeviceReaches() throws IOException {
    var board = usb("", "context = interrupt");
    assertThat(board.arch()).isEqualTo(Arch.ARM64);
    assertThat(board.notes()).anyMatch(note -> note.contains("arch: is taken as arm64"));
    var result = run(board);
    assertThat(result.get(RunFigures.FAILURES)).isEqualTo(Map.of("coherent-pool-exhausted", 16L));
    assertThat(result.get(RunFigures.FAILURE_EVIDENCE)).isEmpty();
    assertThat(result.get(RunFigures.REQUESTS)).isEqualTo(100);
    var pools = result.get(RunFigures.COHERENT_POOLS).orElseThrow();
    assertThat(pools.get(CoherentFigures.REFUSED)).isEqualTo(16);
    assertThat(pools.get(CoherentFigures.EXPANSIONS)).isPositive();
  }

  @Test
  void aLargerPoolServesThemAll() throws IOException {
    var board = usb("kernel.cmdline = \"coherent_pool=1M\"", "context = interrupt");
    assertThat(failures(run(board))).isZero();
  }

  @Test
  void aCoherentDeviceOfABoardNeedsNoPool() throws IOException {
    var board = usb("devices.usb0.dma-coherent = on", "context = interrupt");
    assertThat(failures(run(board))).isZero();
  }

  @Test
  void from619OnZonesWithoutMemoryHaveNoPool() throws IOException {
    var old = run(usb("kernel.release = 6.18", "context = interrupt, count = 1"));
    var recent = run(usb("kernel.release = 6.19", "context = interrupt, count = 1"));
    assertThat(bytes(old) - bytes(recent)).isEqualTo((2 * 256) << 10);
  }

  private static long bytes(Measured result) {
    return result.get(RunFigures.COHERENT_POOLS).orElseThrow().get(CoherentFigures.POOL_BYTES);
  }

  @Test
  void whatIsTakenComesBack() throws IOException {
    var result = run(usb("arch = x86-64", "context = interrupt"));
    assertThat(result.get(RunFigures.MAPS)).isEqualTo(100);
    assertThat(result.get(RunFigures.UNMAPS)).isEqualTo(100);
    assertThat(result.get(RunFigures.DIRECT_MAPS)).isEqualTo(100);
    assertThat(failures(result)).isZero();
  }

  @Test
  void aCoherentDeviceLeavesThePoolsAlone() throws IOException {
    var result = run(usb("arch = x86-64", "context = interrupt"));
    var pools = result.get(RunFigures.COHERENT_POOLS).orElseThrow();
    assertThat(pools.get(CoherentFigures.HIWATER_BYTES)).isZero();
    assertThat(pools.get(CoherentFigures.POOL_BYTES)).isEqualTo((3 * 256) << 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "encryption.kind = sev-snp"})
  void whoMayWaitLeavesThePoolsAlone(String machine) throws IOException {
    var result = run(usb(machine, "context = process"));
    assertThat(failures(result)).isZero();
    assertThat(result.get(RunFigures.UNMAPS)).isEqualTo(100);
  }

  @Test
  void moreThanTheLargestBlockOfPagesIsRefused() throws IOException {
    var result = run(usb("", "context = process, block = 5 MiB, retries = 0"));
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("coherent-refused");
    assertThat(result.get(RunFigures.FAILURES)).containsEntry("coherent-refused", 100L);
  }

  @Test
  void aResetGivesEverythingBack() throws IOException {
    var file = usb("", "context = interrupt");
    assertThat(run(file).get(RunFigures.BUDDYINFO))
        .isEqualTo(
            run(usb("devices.usb0.resets = [ 20 us ]", "context = interrupt"))
                .get(RunFigures.BUDDYINFO));
  }

  @Test
  void coherentMemoryOfARestrictedPoolIsRefused() {
    assertThatThrownBy(() -> usb("devices.usb0.restricted-pool = 1 MiB", ""))
        .hasMessageContaining("usb.conf:4: devices.usb0.restricted-pool cannot be had beside");
  }
}
