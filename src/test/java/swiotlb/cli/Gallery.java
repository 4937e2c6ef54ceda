package swiotlb.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.report.page.GalleryPage;
import swiotlb.report.page.Report;

/**
 * Builds the gallery of the site: a report of every scenario and of every machine of the study of
 * both builds, and pages of traces, as the commands write them; and a page that shows them.
 */
public final class Gallery {
  private static final List<String> BOTH_BUILDS =
      List.of(
          "--vary",
          "kernel.dynamic=off,on",
          "--vary",
          "kernel.cmdline=\"swiotlb=force\",\"swiotlb=512,4,force\"");

  /** The page of a trace, beside the report of its run. */
  static final String TRACE = "trace.html";

  private Gallery() {}

  /**
   * Builds it.
   *
   * @param args the folder of the scenarios, that of the gallery, that of the study, whose reports
   *     come into {@code studies} of the gallery, and the Markdown page to write; then the
   *     scenarios whose traces get a page
   * @throws IllegalStateException if a command failed
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ROOT);
    var words = new ArrayList<>(List.of("run", "--quiet", "--report", args[1]));
    scenarios(args[0]).forEach(file -> words.add(file.toString()));
    execute(words);
    measure(scenarios(args[2]), Path.of(args[1], "studies"));
    var traced = List.of(args).subList(4, args.length);
    for (var name : traced) {
      drawTrace(Path.of(args[0], name + ".conf"), Path.of(args[1], name, TRACE));
    }
    var page = Path.of(args[3]);
    Files.createDirectories(page.toAbsolutePath().getParent());
    Files.writeString(page, GalleryGuide.page(Path.of(args[1]), traced));
  }

  private static void drawTrace(Path scenario, Path page) throws IOException {
    var trace = Files.createTempFile("trace", ".jsonl");
    try {
      execute(List.of("run", scenario.toString(), "--quiet", "--trace", trace.toString()));
      execute(List.of("trace", "page", trace.toString(), "--out", page.toString()));
    } finally {
      Files.delete(trace);
    }
  }

  private static List<Path> scenarios(String folder) throws IOException {
    try (var files = Files.list(Path.of(folder))) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  private static void measure(List<Path> files, Path gallery) throws IOException {
    var entries = new ArrayList<GalleryPage.Entry>();
    try (var folder = ReportFolder.prepare(gallery)) {
      for (var file : files) {
        var name = file.getFileName().toString().replaceFirst("\\.conf$", "");
        var words = new ArrayList<>(List.of("measure", file.toString()));
        words.addAll(BOTH_BUILDS);
        words.addAll(List.of("--replications", "5", "--report", gallery.resolve(name).toString()));
        entries.add(new GalleryPage.Entry(name, answer(name, execute(words))));
      }
      folder.write("Static against dynamic", entries);
    }
  }

  /** What a measurement says before its first empty line, which is what it found. */
  private static Report answer(String name, String out) {
    var found = out.lines().takeWhile(line -> !line.isBlank()).toList();
    var verdict =
        found.stream().skip(1).map(String::strip).collect(Collectors.joining("; ", "", "."));
    return new Report(
        name,
        "measurement",
        found.get(0).replaceFirst(":$", ""),
        new Report.Answer(Report.Tone.PLAIN, verdict, List.of()),
        List.of());
  }

  private static String execute(List<String> words) {
    var done = Invocation.of(words.toArray());
    if (done.code() != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + ": exit code " + done.code() + "\n" + done.err());
    }
    return done.out();
  }
}
