package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of an exploration: its page, pages of what was found, and their files. */
class ExploreReportTest {
  static final String MACHINE =
      """
      kernel = "swiotlb=256,2,force"
      cpus = 2
      memory = 64 MiB
      """;
  static final String DEVICE =
      "devices.disk.jobs.load { cpus = \"0\", block = 16 KiB, context = interrupt, count = 3 }\n";
  private static final String FORGETS = "faults.forgotten-sync-per-mille=20";

  @TempDir private Path folder;
  private Path scenario;
  private Path report;

  @BeforeEach
  void aScenario() throws IOException {
    scenario = Files.writeString(folder.resolve("few.conf"), MACHINE + DEVICE);
    report = folder.resolve("report");
  }

  private Invocation explore(String setting) {
    return Invocation.of(
        "explore",
        scenario,
        "--budget",
        300,
        "--set",
        setting,
        "--report",
        report,
        "--out",
        folder.resolve("found"));
  }

  private String page(String name) throws IOException {
    return Files.readString(report.resolve(name));
  }

  @Test
  void whatIsFoundHasAPageAndFilesThatRepeatIt() throws IOException {
    var said = explore(FORGETS);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).contains("report: " + report.resolve("index.html"));
    assertThat(page("index.html"))
        .contains("An actor fails", "the driver forgets to sync mapping")
        .contains("href=\"finding-1.html\"", "href=\"finding-1.conf\"", "href=\"finding-1.json\"")
        .contains("data-chart=\"timelines\"");
    assertThat(page("finding-1.html"))
        .contains("The nearest schedule that does not fail: everything in order.")
        .contains("they part first at /user/allocator/pool-0/area-0")
        .contains("It fails", "It does not fail", "<svg class=\"sequence\"", "an actor fails")
        .contains("run finding-1.conf --choices finding-1.json");

    var again =
        Invocation.of(
            "run",
            report.resolve("finding-1.conf"),
            "--choices",
            report.resolve("finding-1.json"),
            "--quiet");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("without a sync the driver reads").doesNotContain("kept");
  }

  @Test
  void whereNothingGoesWrongItSaysSoAndNoEarlierFindingIsLeft() throws IOException {
    explore(FORGETS);
    assertThat(explore("seed=2").code()).isZero();
    assertThat(page("index.html"))
        .contains("Nothing went wrong in 300 schedules", "orders that were not tried may be wrong")
        .contains("No run came to any of them.");
    assertThat(report.resolve("finding-1.html")).doesNotExist();
    assertThat(report.resolve("finding-1.json")).doesNotExist();
  }

  @Test
  void aScenarioThatNeedsOtherFilesIsNotCopied() throws IOException {
    Files.writeString(folder.resolve("device.conf"), DEVICE);
    Files.writeString(scenario, MACHINE + "include \"device.conf\"\n");
    assertThat(explore(FORGETS).code()).isEqualTo(1);
    assertThat(report.resolve("finding-1.conf")).doesNotExist();
    assertThat(report.resolve("finding-1.json")).exists();
    assertThat(page("finding-1.html")).contains("The scenario is not beside this page");
  }

  @Test
  void anotherRunThanThatOfTheIncludedFileIsNotTakenForIt() throws IOException {
    Files.writeString(folder.resolve("more.conf"), "devices.disk.jobs.load.block = 32 KiB\n");
    Files.writeString(scenario, MACHINE + DEVICE + "include \"more.conf\"\n");
    assertThat(explore(FORGETS).code()).isEqualTo(1);
    assertThat(report.resolve("finding-1.conf")).doesNotExist();
  }

  @Test
  void everyOrderThatGoesWellIsGoodNews() throws IOException {
    var all =
        Invocation.of(
            "explore",
            scenario,
            "--strategy",
            "exhaustive",
            "--report",
            report,
            "--set",
            "check-payload=false",
            "--set",
            "devices.disk.jobs.load.count=1");
    assertThat(all.code()).isZero();
    assertThat(page("index.html"))
        .contains("class=\"answer good\"", "Nothing goes wrong in any order")
        .doesNotContain("data-chart");
  }

  @Test
  void aFolderThatIsNoReportIsLeftAlone() throws IOException {
    Files.createDirectories(report);
    Files.writeString(report.resolve("mine.txt"), "mine");
    var said = explore(FORGETS);
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("holds mine.txt, which is no part of a report");
    assertThat(folder.resolve("found")).doesNotExist();
  }

  @Test
  void choicesAndReportNeedFoldersOfTheirOwn() {
    var said = Invocation.of("explore", scenario, "--report", report, "--out", report);
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("give every output");
  }
}
