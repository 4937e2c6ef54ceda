package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import swiotlb.input.InputException;
import swiotlb.report.page.Axis;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;

class ReportFolderTest {
  private static final Path FULL = Path.of("/dev/full");

  @TempDir private Path folder;

  private static Part.Bars bars(String name) {
    return new Part.Bars(
        name, name, "", Axis.of("share", "%"), List.of(Part.Bar.of("a", 1, "1 %")));
  }

  private static Report report() {
    return new Report(
        "report",
        "run",
        "",
        new Report.Answer(Report.Tone.PLAIN, "it fits", List.of()),
        List.of(new Report.Section("charts", List.of(bars("first"), bars("second")))));
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void onAFullDiskNothingIsLeftUnfinishedAndNothingIsReplaced() throws IOException {
    assumeTrue(Files.exists(FULL));
    try (var reports = ReportFolder.prepare(folder)) {
      Files.createSymbolicLink(folder.resolve("first.svg"), FULL);
      assertThatThrownBy(() -> reports.write(report()))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("is there space?");
    }
    assertThat(names()).containsExactly("first.svg");
  }

  @Test
  void otherwiseAllFilesAreThere() throws IOException {
    try (var reports = ReportFolder.prepare(folder)) {
      reports.write(report());
    }
    assertThat(names()).contains("first.svg", "index.html", "second.svg");
  }

  private static ReportFolder.Beside beside(String page, String file) {
    return new ReportFolder.Beside(Map.of(page, report()), Map.of(file, new byte[] {'x'}));
  }

  private void write(ReportFolder.Beside beside) throws IOException {
    try (var reports = ReportFolder.prepare(folder)) {
      reports.write(report(), beside, new CommandLine(new Nothing()).getCommandSpec(), false);
    }
  }

  @Command(name = "nothing")
  private static final class Nothing {}

  @Test
  void whatLiesBesideIsReplacedByTheNextReport() throws IOException {
    write(beside("finding-1.html", "finding-1.json"));
    assertThat(names()).contains("finding-1.html", "finding-1.json");
    write(beside("finding-2.html", "finding-2-passing.json"));
    assertThat(names())
        .contains("finding-2.html", "finding-2-passing.json")
        .doesNotContain("finding-1.html", "finding-1.json");
  }

  @Test
  void whatIsSomebodyElsesIsNotTakenForAPart() throws IOException {
    write(beside("finding-1.html", "finding-1.json"));
    Files.writeString(folder.resolve("finding-7.json"), "mine");
    assertThatThrownBy(() -> ReportFolder.prepare(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("holds finding-7.json, which is no part of a report");
    assertThatThrownBy(() -> beside("other.html", "finding-1.json"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
