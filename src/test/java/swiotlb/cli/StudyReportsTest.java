package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code measure --report} and {@code sweep --report}. */
class StudyReportsTest {
  private static final String DEPTH = "devices.d.jobs.j.depth";
  private static final String HOSTILE = "<img src=x onerror=alert(1)><b>";
  private static final String SCENARIO =
      """
      kernel = "swiotlb=512,force"
      cpus = 2
      devices.d.jobs.j { cpus = all, count = 30, depth = 2, context = interrupt
        block = [{ bytes = 4 KiB, weight = 1 }, { bytes = 64 KiB, weight = 1 }] }
      """;

  @TempDir private Path folder;

  private Path out() {
    return folder.resolve("report");
  }

  private String page() throws IOException {
    return Files.readString(out().resolve("index.html"));
  }

  private Path scenario(String name) throws IOException {
    return Files.writeString(folder.resolve(name + ".conf"), SCENARIO + "# " + HOSTILE + "\n");
  }

  private Invocation study(String command, Path file, Object... more) {
    var words = new ArrayList<Object>(List.of(command, file, "--report", out()));
    if (command.equals("sweep")) {
      words.addAll(List.of("--out", folder.resolve("results"), "--resume"));
    }
    words.addAll(List.of(more));
    return Invocation.of(words.toArray());
  }

  private Invocation measure(String name) throws IOException {
    return study(
        "measure",
        scenario(name),
        "--vary",
        "devices.d.bandwidth=100MiB,110MiB",
        "--replications",
        4);
  }

  private Invocation sweep(String name) throws IOException {
    return study(
        "sweep",
        scenario(name),
        "--vary",
        DEPTH + "=1..8*2",
        "--vary",
        "kernel.cmdline=\"swiotlb=512,force\",\"swiotlb=2048,force\"",
        "--replications",
        2);
  }

  @Test
  void aMeasurementSaysItsVerdictAndThenWhatItRestsOn() throws IOException {
    var run = measure("s");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out()).endsWith("report: " + out() + "/index.html; open it in a browser\n");
    assertThat(page())
        .containsPattern("<h2>devices.d.bandwidth=110MiB: faster by [0-9.]+ to [0-9.]+ %</h2>")
        .contains("throughput beside devices.d.bandwidth=100MiB (the base)")
        .contains("Differences in throughput", "Means of all replications", "most-used")
        .contains("4 replications (machines from boot)", "./swiotlb-sim measure", "weight = 1");
    assertThat(out().resolve("differences.svg")).exists();
  }

  @Test
  void oneConfigurationIsAnsweredWithItsMean() throws IOException {
    assertThat(study("measure", scenario("s"), "--replications", 3).code()).isZero();
    assertThat(page()).containsPattern("<h2>throughput: [0-9.]+ MiB/s</h2>").contains("the mean");
    assertThat(study("measure", scenario("s"), "--replications", 1).code()).isZero();
    assertThat(page()).contains("of 1 replication; how far the mean may be off is not known.");
  }

  @Test
  void failedMappingsOfAMeasurementStandByReason() throws IOException {
    study(
        "measure",
        scenario("s"),
        "--replications",
        3,
        "--vary",
        "kernel.dynamic=off,on",
        "--set",
        DEPTH + "=64");
    assertThat(page()).contains("Mappings that failed", "in replications");
  }

  @Test
  void thePublishedTablesStandBesideTheSimulatedOnes() throws IOException {
    var run =
        study(
            "measure",
            Path.of("simulations/published/raspberry-pi-4-small.conf"),
            "--replications",
            3);
    assertThat(run.code()).isZero();
    assertThat(page())
        .containsPattern("<h2>[0-9] of [0-9] published differences are met")
        .contains("Published beside simulated", "var, published", "class=\"bars\"");
  }

  @Test
  void aSweepSaysWhatCameOutAndWhatDecidesIt() throws IOException {
    var run = sweep("s");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("report: " + out() + "/index.html; open it in a browser\n");
    assertThat(page())
        .containsPattern("<h2>[0-9]+ kinds? of outcome</h2>")
        .containsPattern("What decides throughput \\(MiB/s\\) most is (depth|cmdline)")
        .contains("throughput over depth", "Share of the differences", "swiotlb=2048,force")
        .contains("results.jsonl", "--resume", "The first run alone", "weight = 1");
    assertThat(out().resolve("throughput-by-1-depth.png")).exists();
  }

  @Test
  void pointsBeyondTwoHundredAreLeftOutWithAWord() throws IOException {
    study("sweep", scenario("s"), "--vary", "devices.d.jobs.j.count=1..203");
    assertThat(page()).contains("3 more are left out; they are in the files.");
  }

  @Test
  void pointsThatAreRefusedAreResultsWithAReason() throws IOException {
    var run = study("sweep", scenario("s"), "--vary", DEPTH + "=1,0");
    assertThat(run.code()).isEqualTo(1);
    assertThat(page()).contains("1 of the runs are not done", "Runs that are not done");
  }

  @ParameterizedTest
  @ValueSource(strings = {"measure", "sweep"})
  void namesAndTextsFromOutsideStayText(String command) throws IOException {
    var run = command.equals("sweep") ? sweep(HOSTILE) : measure(HOSTILE);
    assertThat(run.code()).isLessThan(2);
    assertThat(page()).contains("&lt;img src=x onerror").doesNotContain("<img", "<b>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"measure", "sweep"})
  void theSameStudyGivesTheSamePage(String command) throws IOException {
    var first = command.equals("sweep") ? sweep("s") : measure("s");
    var page = page();
    var second = command.equals("sweep") ? sweep("s") : measure("s");
    assertThat(second.code()).isEqualTo(first.code());
    assertThat(page()).isEqualTo(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"measure", "sweep"})
  void aFolderOfOtherThingsIsRefusedBeforeAnythingRuns(String command) throws IOException {
    Files.createDirectories(out());
    Files.writeString(out().resolve("letter.txt"), "dear");
    var run = study(command, scenario("s"), "--replications", 3);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("holds letter.txt, which is no part of a report");
    assertThat(run.out()).isEmpty();
    assertThat(folder.resolve("results")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "measure", "sweep"})
  void whatWasReadDifferentlyThanItLooksIsSaidThereAndOnTheTerminal(String command)
      throws IOException {
    var run = study(command, scenario("s"), "--set", "kernel=swiotlb=64M,force");
    assertThat(run.code()).isZero();
    assertThat(run.err()).contains("the kernel passes over");
    assertThat(page()).contains("<h2>Remarks</h2>", "64 MiB would be swiotlb=32768");
  }
}
