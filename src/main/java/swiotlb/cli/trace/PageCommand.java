package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.report.Quantities;
import swiotlb.trace.life.Explanation;
import swiotlb.trace.show.page.TracePage;
import swiotlb.trace.store.TimeText;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace page}: writes a trace as one page for a browser. */
@Command(
    name = "page",
    description = "Writes a trace as one page for a browser, which needs nothing else.",
    mixinStandardHelpOptions = true)
final class PageCommand implements Callable<Integer> {
  private static final Pattern SUFFIX = Pattern.compile("((\\.jsonl)?(\\.gz)?|\\.duckdb)$");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace: plain, gzip or .duckdb.")
  private Path file = Path.of(".");

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description = "The page; if not given, beside the trace and named as it is.")
  private @Nullable Path out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Holds the first N of the messages at most (default: ${DEFAULT-VALUE}).")
  private int limit = 200_000;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    if (limit < 1) {
      throw new InputException("--limit", "is " + limit + "; give 1 or more messages");
    }
    var chosen = selection.selection();
    try (var trace = TraceFiles.open(file)) {
      var target = target();
      var name = String.valueOf(file.getFileName());
      var summary = write(new TracePage(name, chosen, limit, Explanation::of), trace, target);
      var out = new Output(Cli.spec(spec));
      if (summary.selected() > 0) {
        report(target, summary, chosen.fromNs(), out);
      }
      out.warn(Optional.ofNullable(summary.flaw()));
      return summary.selected() > 0 ? ExitCode.DONE : out.nothingChosen(file, chosen);
    }
  }

  private static TracePage.Summary write(TracePage page, TraceReader trace, Path target)
      throws IOException {
    try (var to = WholeFile.create(target)) {
      var summary = page.write(trace, to);
      if (summary.selected() > 0) {
        to.complete();
      }
      return summary;
    }
  }

  /** Where the page goes. Only a page is overwritten unasked. */
  private Path target() throws IOException {
    var named = out;
    if (named == null) {
      var name = SUFFIX.matcher(String.valueOf(file.getFileName())).replaceFirst("") + ".html";
      named = file.resolveSibling(name);
      if (Files.exists(named) && !isPage(named)) {
        throw new InputException(
            named.toString(), "exists, and is no page of a trace; name the page with --out");
      }
    }
    Cli.requireApart(List.of(file), named);
    return named;
  }

  private static boolean isPage(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      var begin = TracePage.BEGIN.getBytes(StandardCharsets.UTF_8);
      return new String(in.readNBytes(begin.length), StandardCharsets.UTF_8)
          .equals(TracePage.BEGIN);
    }
  }

  private static void report(Path target, TracePage.Summary summary, long fromNs, Output out)
      throws IOException {
    if (summary.leftOut() > 0) {
      var until = TimeText.of(summary.lastNs());
      var later =
          summary.lastNs() > fromNs
              ? "for a later part: --from " + until.replace(" ", "") + "; for more at once"
              : "for more";
      out.accept(
          "the page holds the first %d of %d messages, until %s; %s: --limit N"
              .formatted(summary.messages(), summary.selected(), until, later));
    }
    out.printable(
        "%s: %s, %s, %.1f MB; open it in a browser"
            .formatted(
                target,
                Quantities.count(summary.messages(), "message"),
                Quantities.count(summary.mappings(), "mapping"),
                Files.size(target) / 1e6));
  }
}
