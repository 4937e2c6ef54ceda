package swiotlb.cli.explore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.input.ScenarioException;
import swiotlb.report.page.Report;
import swiotlb.scenario.ScenarioReader;

/** Pages and files of what was found, for the folder of a report. */
final class ReportedFindings {
  /** Pages of a report; what is found beyond is told, and kept beside. */
  static final int MOST_PAGES = 50;

  private final Path scenario;
  private final List<FindingReport> all = new ArrayList<>();
  private int leftOut;

  /**
   * None so far.
   *
   * @param scenario that was explored
   */
  ReportedFindings(Path scenario) {
    this.scenario = scenario;
  }

  /**
   * One more.
   *
   * @param repeat command that repeats it
   */
  void add(KeptFinding kept, String repeat) throws IOException {
    if (all.size() == MOST_PAGES) {
      leftOut++;
      return;
    }
    var name = "finding-" + (all.size() + 1);
    var files = new LinkedHashMap<String, byte[]>();
    var text = standsAlone(kept);
    if (!text.isEmpty()) {
      files.put(name + FindingReport.SCENARIO, text.getBytes(StandardCharsets.UTF_8));
    }
    files.put(name + FindingReport.CHOICES, Files.readAllBytes(kept.names().choices()));
    if (kept.beside().isPresent()) {
      files.put(
          name + FindingReport.OF_PASSING, Files.readAllBytes(kept.names().of(false, ".json")));
    }
    all.add(new FindingReport(kept, name, files, repeat));
  }

  /**
   * The text of the scenario if it makes the same run in another folder, where what it includes and
   * its recordings are not; else empty.
   */
  private String standsAlone(KeptFinding kept) {
    var choices = kept.small().choices();
    try {
      var folder = Files.createTempDirectory("swiotlb-sim");
      var copy = folder.resolve("finding.conf");
      try {
        Files.copy(scenario, copy);
        var read = new ScenarioReader().read(copy, choices.overrides());
        return choices.isRunOf(read) ? Files.readString(copy) : "";
      } finally {
        Files.deleteIfExists(copy);
        Files.delete(folder);
      }
    } catch (IOException | ScenarioException e) {
      return "";
    }
  }

  List<FindingReport> all() {
    return List.copyOf(all);
  }

  /** Findings without a page. */
  int leftOut() {
    return leftOut;
  }

  /** What lies beside the page of the exploration. */
  ReportFolder.Beside beside() {
    Map<String, Report> pages = new LinkedHashMap<>();
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (var finding : all) {
      pages.put(finding.file(), finding.page());
      files.putAll(finding.files());
    }
    return new ReportFolder.Beside(pages, files);
  }
}
