package swiotlb.study.conform.against;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A golden trace of a running kernel, made of what probes on its allocator printed. */
@Timeout(60)
class RunningKernelTest {
  private static final Path TRACES = Path.of("src/test/resources/running-kernel");
  private static final Path GOLDEN = TRACES.resolve("ahci-nvme-full.jsonl");
  private static final Path MAKER = Path.of("src/golden/trace.awk");

  @TempDir private Path folder;

  private record Made(int code, String golden, String error) {}

  private static List<String> printed() throws IOException {
    try (var text =
        new GZIPInputStream(Files.newInputStream(TRACES.resolve("ahci-nvme-full.trace.txt.gz")))) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private Made made(List<String> printed) throws IOException, InterruptedException {
    var trace = Files.write(folder.resolve("trace.txt"), printed);
    var out = folder.resolve("golden.jsonl");
    var error = folder.resolve("error.txt");
    var awk =
        new ProcessBuilder(
                List.of(
                    "awk",
                    "-v",
                    "kernel=6.12.117+deb12-amd64",
                    "-v",
                    "cmdline=512,1,force",
                    "-v",
                    "name=ahci-nvme-full",
                    "-f",
                    MAKER.toString(),
                    trace.toString()))
            .redirectOutput(out.toFile())
            .redirectError(error.toFile())
            .start();
    return new Made(awk.waitFor(), Files.readString(out), Files.readString(error));
  }

  private static List<String> replaced(String from, String to) throws IOException {
    var text = String.join("\n", printed());
    assertThat(text.contains(from)).isTrue();
    return text.replace(from, to).lines().toList();
  }

  @Test
  void itDecidesAsTheSimulatorDoes() {
    var findings = Findings.of(List.of(GoldenTrace.read(GOLDEN)));
    assertThat(findings.allEqual()).isTrue();
    assertThat(findings.operations()).isEqualTo(2536);
    assertThat(findings.judgements().get(0).trace().remarks()).isEmpty();
  }

  @Test
  void itIsWhatTheProbesPrinted() throws IOException, InterruptedException {
    var made = made(printed());
    assertThat(made.error()).isEmpty();
    assertThat(made.golden().equals(Files.readString(GOLDEN))).isTrue();
  }

  /** Decisions in another order than their lines would look like differences. */
  @Test
  void whatIsNoOrderOfDecisionsIsRefused() throws IOException, InterruptedException {
    assertRefused(replaced(" [000] ", " [001] "), "another CPU");
    assertRefused(replaced("entries-written: ", "entries-written: 1"), "events were lost");
    assertRefused(replaced(" areas=1 ", " areas=4 "), "more than one area");
    assertRefused(replaced(" used=2 ", " used=0 "), "an interrupt came between");
    var late =
        printed().stream()
            .filter(line -> !line.contains(" at=0x1f300000 ") || line.contains(" unmap: "))
            .toList();
    assertRefused(late, "mapped before the probes");
  }

  private void assertRefused(List<String> printed, String why)
      throws IOException, InterruptedException {
    var made = made(printed);
    assertThat(made.code()).isEqualTo(1);
    assertThat(made.golden()).isEmpty();
    assertThat(made.error()).contains("trace.txt: ", why);
  }
}
