package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import swiotlb.cli.terminal.Shell;

/** Ctrl-C as a user presses it: on a terminal, which here is one of {@code script}. */
@Timeout(120)
@Tag("process")
class TerminalInterruptTest {
  private static final int CTRL_C = 3;
  private static final int INTERRUPTED = 130;

  @TempDir Path folder;

  /** What a program said on its terminal, and how it ended. */
  private record Session(String text, int exitCode) {}

  @BeforeEach
  void aTerminalCanBeHad() throws InterruptedException {
    assumeTrue(isUtilLinux(), "there is no script of util-linux, which makes a terminal");
  }

  private static boolean isUtilLinux() throws InterruptedException {
    try {
      var version = new ProcessBuilder("script", "--version").redirectErrorStream(true).start();
      var said = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return version.waitFor() == 0 && said.contains("util-linux");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void resultsAreShownAlthoughTheProgressBarIs() throws IOException, InterruptedException {
    var session = interruptedAt("0/1000", "run", endless());
    assertThat(session.text())
        .contains("io_tlb_used_hiwater")
        .contains("interrupted; the results are those so far");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
  }

  /** Pictures among it, which Java draws while it is about to end. */
  @Test
  void theReportHoldsWhatWasDone() throws IOException, InterruptedException {
    var report = folder.resolve("report");
    var session = interruptedAt("0/1000", "run", endless(), "--report", report.toString());
    assertThat(session.text()).contains("report: " + report).doesNotContain("pictures");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
    assertThat(report.resolve("index.html")).content().contains("It was interrupted");
    assertThat(report.resolve("used-slots.png")).isNotEmptyFile();
  }

  @Test
  void anInterruptDuringTheBootIsOneOfTheRun() throws IOException, InterruptedException {
    var scenario = Path.of(endless());
    var formerName = Files.readString(scenario).replace("cpus = 4", "cpus = 4, dynamic = on");
    Files.writeString(scenario, formerName);
    var session = interruptedAt("kernel.dynamic", "run", scenario.toString()); // A note before it.
    assertThat(session.text()).contains("interrupted; the results are those so far");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
  }

  @Test
  void ofSeveralRunsThoseThatEndedAreShown() throws IOException, InterruptedException {
    var scenario = Path.of(endless());
    var brief = Files.readString(scenario).replace("count = 100000000", "count = 100");
    Files.writeString(scenario, brief);
    var session = interruptedAt("/1000", "run", scenario.toString(), "--runs", "100000");
    assertThat(session.text())
        .contains("interrupted; the results are those so far")
        .containsPattern("devices in run [1-9]");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
  }

  /** As all that is written, which the program has to stay for. */
  @Test
  void aMeasurementShowsTheReplicationsThatEnded() throws IOException, InterruptedException {
    var scenario = Path.of(endless());
    var brief = Files.readString(scenario).replace("count = 100000000", "count = 100");
    Files.writeString(scenario, brief);
    var json = folder.resolve("m.json");
    var report = folder.resolve("report");
    var session =
        interruptedAt(
            "/1000",
            "measure",
            scenario.toString(),
            "--replications",
            "100000",
            "--json",
            json.toString(),
            "--report",
            report.toString());
    assertThat(session.text())
        .contains("interrupted; the results are of the replications so far", "repeat with: ");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
    assertThat(json).content().contains("\"interrupted\" : true");
    assertThat(report.resolve("index.html")).content().contains("It was interrupted");
  }

  @Test
  void aReplaySaysHowFarItCame() throws IOException, InterruptedException {
    var recording = "simulations/recordings/ahci-16deep-growing";
    var session = interruptedAt("8011 mappings bounced", "replay", recording);
    assertThat(session.text())
        .containsPattern(
            "interrupted (while the recorded machine was worked out|after [0-9]+ of 8011 mappings)");
    assertThat(session.exitCode()).isEqualTo(INTERRUPTED);
  }

  @Test
  void theBarKeepsToTheWidthOfTheTerminal() throws IOException, InterruptedException {
    var session = interruptedAt("0/1000", "run", endless());
    var bar = session.text().lines().findFirst().orElseThrow().split("\r");
    assertThat(bar).allSatisfy(state -> assertThat(state).hasSizeLessThan(60));
  }

  @Test
  void tablesKeepToTheWidthOfTheTerminal() throws IOException, InterruptedException {
    var text = interruptedAt("0/1000", "run", endless()).text();
    var table = text.substring(text.indexOf("io_tlb_nslabs"), text.indexOf("repeat with"));
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(60));
    assertThat(table).contains("\u21b3");
  }

  private String endless() throws IOException {
    return Files.writeString(
            folder.resolve("endless.conf"),
            """
            kernel = "swiotlb=2048,force"
            cpus = 4
            devices.eth0 {
              service-time = 10 us
              bandwidth = 1 GiB
              jobs.load { cpus = all, block = 64 KiB, depth = 4, count = 100000000 }
            }
            """)
        .toString();
  }

  /** Presses Ctrl-C once a text has been shown. */
  private Session interruptedAt(String sign, String... arguments)
      throws IOException, InterruptedException {
    var command =
        new StringBuilder("exec env --default-signal=INT ") // Tests may be run where it is ignored.
            .append(
                Shell.quoted(Path.of(System.getProperty("java.home"), "bin", "java").toString()))
            .append(" -XX:+UseSerialGC -Dswiotlb.terminal=true -Dswiotlb.columns=60")
            .append(" -Dswiotlb.output.terminal=true")
            .append(" swiotlb.cli.Main");
    for (var argument : arguments) {
      command.append(' ').append(Shell.quoted(argument));
    }
    var builder = new ProcessBuilder("script", "-qec", command.toString(), "/dev/null");
    builder
        .environment()
        .putAll(Map.of("CLASSPATH", System.getProperty("java.class.path"), "SHELL", "/bin/sh"));
    var process = builder.redirectErrorStream(true).start();
    try (var keys = process.getOutputStream();
        var screen = process.getInputStream()) {
      var shown = new ByteArrayOutputStream();
      var isPressed = false;
      for (var read = screen.read(); read >= 0; read = screen.read()) {
        shown.write(read);
        if (!isPressed && shown.toString(StandardCharsets.UTF_8).endsWith(sign)) {
          keys.write(CTRL_C);
          keys.flush();
          isPressed = true;
        }
      }
      return new Session(shown.toString(StandardCharsets.UTF_8), process.waitFor());
    } finally {
      process.destroyForcibly();
    }
  }
}
