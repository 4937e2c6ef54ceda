package swiotlb.cli;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.figures.Ending;
import swiotlb.report.Head;
import swiotlb.report.Origin;
import swiotlb.report.RunReport;
import swiotlb.report.page.GalleryPage;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.RunWatch;
import swiotlb.time.MessageSink;

/**
 * The reports of the scenarios of one command: of one, in the folder itself; of several, each in a
 * folder of its own name below it, with a page that leads to all.
 */
final class RunReports implements Closeable {
  private final ReportFolder folder;
  private final List<ReportFolder> folders = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<GalleryPage.Entry> done = new ArrayList<>();

  /**
   * Takes the folders before anything runs.
   *
   * @param files of the scenarios
   */
  RunReports(Path path, List<Path> files) {
    folder = ReportFolder.prepare(path);
    if (files.size() == 1) {
      folders.add(folder);
      names.add("");
      return;
    }
    var taken = new HashSet<String>();
    for (var file : files) {
      var name = nameOf(file, taken);
      names.add(name);
      folders.add(ReportFolder.prepare(path.resolve(name)));
    }
  }

  /** The name of a file without its ending, as a folder that a link can name; each once. */
  private static String nameOf(Path file, Set<String> taken) {
    var name = String.valueOf(file.getFileName()).replaceFirst("\\.conf$", "");
    var plain = name.replaceAll("[^A-Za-z0-9_-]", "-");
    var one = plain;
    for (var n = 2; !taken.add(one); n++) {
      one = plain + "-" + n;
    }
    return one;
  }

  /** The report of one scenario while it runs. */
  final class OfScenario {
    private final int number;
    private final RunReport report;
    private final RunReport.Source source;
    private final RunWatch watch;

    private OfScenario(
        int number, RunReport report, RunReport.Source source, @Nullable MessageSink next) {
      this.number = number;
      this.report = report;
      this.source = source;
      this.watch = new RunWatch(next);
    }

    /** Gets all messages, and hands them on. */
    MessageSink sink() {
      return watch;
    }

    /** Who hears of runs for it. */
    List<RunObserver> observers() {
      return List.of(watch, RunObserver.ofRuns(report::add));
    }

    /**
     * Writes it.
     *
     * @param warn hears what it lacks, as a sentence
     * @return the page
     */
    Path write(Ending ending, Consumer<String> warn) {
      var whole = report.of(ending, watch.history(), source);
      var to = folders.get(number);
      Optional<String> problem = to.write(whole);
      problem.ifPresent(text -> warn.accept(to.page() + ": " + text));
      if (folders.size() > 1) {
        done.add(new GalleryPage.Entry(names.get(number), whole));
        folder.write("Reports", done);
      }
      return to.page();
    }
  }

  /**
   * Begins the report of a scenario.
   *
   * @param number of its file, from 0
   * @param next gets all messages, too; or null
   */
  OfScenario begin(
      int number, Head head, Origin origin, RunReport.Source source, @Nullable MessageSink next) {
    return new OfScenario(number, new RunReport(head, origin), source, next);
  }

  @Override
  public void close() throws IOException {
    for (var one : folders) {
      one.close();
    }
    folder.close();
  }
}
