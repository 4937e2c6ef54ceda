package swiotlb.cli.terminal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.report.page.GalleryPage;
import swiotlb.report.page.Pictures;
import swiotlb.report.page.Report;
import swiotlb.report.page.ReportPage;

/**
 * The folder of a report: a page, {@code index.html}, and pictures beside it, and of an exploration
 * pages and files of what was found. A folder is taken that is not there, is empty, or holds an
 * earlier report, which is replaced; other files in it stay, and none of them is overwritten. The
 * files get their names when all are complete, the page last. A folder that was made for a report
 * that never came is removed again.
 */
public final class ReportFolder implements Closeable {
  static final String INDEX = "index.html";
  private static final Pattern PART =
      Pattern.compile("[a-z0-9-]+\\.(svg|png)|finding-[0-9]+(-passing)?\\.(html|conf|json)");
  private static final int HEAD_BYTES = 1 << 14;

  private final Path folder;
  private final List<Path> made;
  private boolean isWritten;

  private ReportFolder(Path folder, List<Path> made) {
    this.folder = folder;
    this.made = made;
  }

  /**
   * Makes a folder where there is none.
   *
   * @throws InputException if it holds other things, or cannot be made or written
   */
  public static ReportFolder prepare(Path folder) {
    try {
      if (Files.exists(folder)) {
        requireOurs(folder);
        return new ReportFolder(folder, List.of());
      }
      var made = new ArrayList<Path>();
      for (var missing = folder.toAbsolutePath().normalize();
          missing != null && !Files.exists(missing);
          missing = missing.getParent()) {
        made.add(missing);
      }
      Files.createDirectories(folder);
      return new ReportFolder(folder, made);
    } catch (IOException e) {
      throw new InputException(
          folder.toString(), "cannot be made; name a folder within a writable one");
    }
  }

  /**
   * Refuses a page of a report beside which something lies that is read, and would be taken for a
   * part of an earlier report.
   *
   * @param page of a report, or any other file
   * @throws InputException naming it
   */
  static void requireNoneIn(Path page, List<Path> inputs) {
    var folder = page.toAbsolutePath().getParent();
    if (folder == null || !INDEX.equals(String.valueOf(page.getFileName()))) {
      return;
    }
    for (var input : inputs) {
      if (PART.matcher(String.valueOf(input.getFileName())).matches()
          && isSame(folder, input.toAbsolutePath().getParent())) {
        throw new InputException(
            input.toString(), "lies in the report that would be written anew; name another folder");
      }
    }
  }

  private static boolean isSame(Path folder, @Nullable Path other) {
    try {
      return other != null && Files.isDirectory(folder) && Files.isSameFile(folder, other);
    } catch (IOException e) {
      return false; // It cannot be written either, as will be seen.
    }
  }

  private static void requireOurs(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new InputException(
          folder.toString(), "is a file; a report is a folder, name another one");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(folder.toString(), "cannot be written; name a writable folder");
    }
    var index = folder.resolve(INDEX);
    var head = Files.exists(index) ? headOf(index) : "";
    var parts = ReportPage.filesOf(head);
    try (var files = Files.list(folder)) {
      for (var file : files.sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        var isPart = PART.matcher(name).matches();
        if (!head.startsWith(ReportPage.BEGIN) || (isPart && !parts.contains(name))) {
          throw new InputException(
              folder.toString(),
              "holds " + name + ", which is no part of a report; name a new or empty folder");
        }
      }
    }
  }

  private static String headOf(Path index) throws IOException {
    if (!Files.isRegularFile(index)) {
      return "";
    }
    try (var in = Files.newInputStream(index)) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** The page, to be named to people. */
  public Path page() {
    return folder.resolve(INDEX);
  }

  /**
   * Writes a report with its pictures.
   *
   * @return why pictures are missing, as a sentence, if any are
   * @throws InputException if it cannot be written; then an earlier report is still there
   */
  public Optional<String> write(Report report) {
    return write(report, Beside.NONE);
  }

  /**
   * What lies beside the page of a report: {@code finding-1.html} and the like.
   *
   * @param pages by the names of their files
   * @param files by their names
   */
  public record Beside(Map<String, Report> pages, Map<String, byte[]> files) {
    /** Nothing. */
    static final Beside NONE = new Beside(Map.of(), Map.of());

    /**
     * In the order in which they are written.
     *
     * @throws IllegalArgumentException if one has another name
     */
    public Beside {
      pages = Collections.unmodifiableMap(new LinkedHashMap<>(pages));
      files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
      for (var name : Stream.concat(pages.keySet().stream(), files.keySet().stream()).toList()) {
        if (!PART.matcher(name).matches()) {
          throw new IllegalArgumentException(name + " is no part of a report");
        }
      }
    }
  }

  private Optional<String> write(Report report, Beside beside) {
    var drawn = Pictures.of(report);
    try {
      var parts = new LinkedHashMap<>(drawn.files());
      parts.putAll(beside.files);
      for (var page : beside.pages.entrySet()) {
        var text = ReportPage.of(page.getValue(), Set.of(), Version.current());
        parts.put(page.getKey(), text.getBytes(StandardCharsets.UTF_8));
      }
      write(parts, ReportPage.of(report, parts.keySet(), Version.current()));
    } catch (IOException e) {
      throw unwritable(e);
    }
    return drawn.problem().isEmpty() ? Optional.empty() : Optional.of(drawn.problem());
  }

  /**
   * Writes a report and tells the user of it.
   *
   * @param isTold whether standard output names the page; what is missing is told on standard error
   * @throws InputException if it cannot be written; then an earlier report is still there
   */
  public void write(Report report, @Nullable CommandSpec command, boolean isTold) {
    write(report, Beside.NONE, command, isTold);
  }

  /**
   * The same with what lies beside its page.
   *
   * @throws InputException if it cannot be written; then an earlier report is still there
   */
  public void write(Report report, Beside beside, @Nullable CommandSpec command, boolean isTold) {
    var problem = write(report, beside);
    var line = Cli.spec(command).commandLine();
    problem.ifPresent(text -> line.getErr().println(Text.onOneLine(page() + ": " + text)));
    line.getErr().flush();
    if (isTold) {
      line.getOut().println(Text.onOneLine("report: " + page() + "; open it in a browser"));
      line.getOut().flush();
    }
  }

  /**
   * Writes a page that leads to reports in folders below this one.
   *
   * @throws InputException if it cannot be written
   */
  public void write(String title, List<GalleryPage.Entry> entries) {
    try {
      write(Map.of(), GalleryPage.of(title, entries, Version.current()));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private InputException unwritable(IOException e) {
    return new InputException(
        folder.toString(), "cannot be written: " + e.getMessage() + "; is there space?");
  }

  private void write(Map<String, byte[]> parts, String page) throws IOException {
    var old = new HashSet<String>();
    if (Files.exists(page())) {
      old.addAll(ReportPage.filesOf(headOf(page())));
    }
    var files = new LinkedHashMap<>(parts);
    files.put(INDEX, page.getBytes(StandardCharsets.UTF_8));
    var written = new ArrayList<WholeFile>();
    try {
      for (var file : files.entrySet()) {
        var to = WholeFile.create(folder.resolve(file.getKey()));
        written.add(to);
        to.write(file.getValue());
      }
      for (var file : written) {
        file.flush(); // If one does not fit, none has its name yet.
      }
      for (var file : written) {
        file.complete();
      }
      isWritten = true;
    } finally {
      closeAll(written.iterator());
    }
    removeAllBut(parts.keySet(), old);
  }

  /** Even if one cannot be closed, as on a full disk: others would be left there unfinished. */
  private static void closeAll(Iterator<WholeFile> files) throws IOException {
    if (files.hasNext()) {
      try {
        files.next().close();
      } finally {
        closeAll(files);
      }
    }
  }

  private void removeAllBut(Set<String> parts, Set<String> old) throws IOException {
    for (var name : old) {
      if (PART.matcher(name).matches() && !parts.contains(name)) {
        Files.deleteIfExists(folder.resolve(name));
      }
    }
  }

  /** Removes what was made, if no report came. */
  @Override
  public void close() throws IOException {
    if (isWritten) {
      return;
    }
    for (var path : made) {
      try (var files = Files.list(path)) {
        if (files.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(path);
    }
  }
}
