package swiotlb.cli.terminal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a report with charts is written, and into which folder. */
public final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Writes a report into a folder: a page for a browser, and pictures of its charts.")
  private @Nullable Path report;

  /** The page that is written; absent without a report. */
  public @Nullable Path page() {
    return report == null ? null : report.resolve(ReportFolder.INDEX);
  }

  /**
   * The folder, which is made if it is not there; absent without a report.
   *
   * @throws swiotlb.input.InputException if it holds other things, or cannot be made or written
   */
  public @Nullable ReportFolder prepare() {
    return report == null ? null : ReportFolder.prepare(report);
  }
}
