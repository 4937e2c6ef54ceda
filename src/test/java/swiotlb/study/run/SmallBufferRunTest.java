package swiotlb.study.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import swiotlb.figures.KernelFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;

/** Small buffers of boards whose devices do not see what is in the CPUs' caches. */
class SmallBufferRunTest {
  private static Scenario scenario(String machine, String device) {
    return new ScenarioReader()
        .read(
            "s.conf",
            """
            cpus = 2
            memory = 2 GiB
            devices.usb0 {
              jobs.status { count = 50, depth = 1, block = 13 }
            }
            """
                + machine
                + "\n"
                + device
                + "\n",
            Map.of());
  }

  private static Measured run(String machine, String device) {
    return Simulations.run(scenario(machine, device));
  }

  private static long bounced(Measured run) {
    return run.get(RunFigures.MAPS) - run.get(RunFigures.DIRECT_MAPS);
  }

  @ParameterizedTest
  @CsvSource({
    "'arch = arm64', 100, 50",
    "'arch = arm64', 0, 0",
    "'arch = \"riscv64\", coherent-caches = off', 100, 50",
    "'arch = riscv64', 100, 0",
    "'arch = x86-64', 100, 0"
  })
  void bounceWhereTheDeviceWritesThem(String machine, int readPercent, long bounces) {
    var result = run(machine, "devices.usb0.jobs.status.read-percent = " + readPercent);
    assertThat(bounced(result)).isEqualTo(bounces);
    assertThat(result.get(RunFigures.KERNEL_SHOWS).get(KernelFigures.BOUNCED_NORMAL))
        .isEqualTo(bounces);
    assertThat(result.get(RunFigures.FAILURES)).isEmpty();
  }

  @Test
  void notWhereTheDeviceIsCoherent() {
    var reads = "devices.usb0 { dma-coherent = on, jobs.status.read-percent = 100 }";
    assertThat(bounced(run("arch = arm64", reads))).isZero();
  }

  @Test
  void notWhereTheyFillLines() {
    var reads = "devices.usb0.jobs.status { read-percent = 100, block = 64 }";
    assertThat(bounced(run("arch = arm64", reads))).isZero();
    assertThat(bounced(run("arch = arm64, cache-line = 128", reads))).isEqualTo(50);
  }

  @Test
  void notWhereThereIsNoPoolSinceTheKernelThenMakesNoneThatShareLines() {
    var reads = "devices.usb0.jobs.status { read-percent = 100, retries = 0 }";
    var result = run("arch = arm64, kernel = \"swiotlb=noforce\"", reads);
    assertThat(result.get(RunFigures.FAILURES)).isEmpty();
    assertThat(bounced(result)).isZero();
  }

  @Test
  void onOtherArchitecturesItIsSaidThatEveryDeviceIsCoherent() {
    assertThat(scenario("arch = x86-64", "devices.usb0.dma-coherent = off").notes())
        .anyMatch(note -> note.contains("dma-coherent: off counts for nothing"));
  }

  @Test
  void aBufferThatIsOutOfReachIsNamedWhereThereIsNoPoolAndNothingIsForced() {
    var device = "devices.usb0 { dma-bits = 28, jobs.status { block = 4 KiB, retries = 0 } }";
    var result = run("arch = x86-64", device);
    assertThat(result.get(RunFigures.FAILURES)).containsOnlyKeys("no-memory");
    assertThat(result.get(RunFigures.LOG))
        .isNotEmpty()
        .allMatch(line -> line.text().contains("DMA addr 0x"));
  }
}
