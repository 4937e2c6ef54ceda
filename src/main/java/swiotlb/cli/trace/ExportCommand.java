package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
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
import swiotlb.input.Text;
import swiotlb.trace.show.export.ExportFormat;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace export}: writes a trace in the format of another program. */
@Command(
    name = "export",
    description = "Writes a trace in the format of another program.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "perfetto   a track for each actor, modelled intervals, arrows, counters; open",
      "           it in Perfetto",
      "chrome     the same as JSON of trace events; times are microseconds, exact to",
      "           the nanosecond",
      "shiviz     a log with vector clocks: what happened before what; for short",
      "           traces",
      "otlp-json  OpenTelemetry spans, a request a line; a trace for each mapping;",
      "           times count from the beginning of the year 2000",
      "csv        a row for each message: id, cause, sent_ns, at_ns, handled_ns (real",
      "           threads), queued, from, to, mapping, type, fields (JSON)"
    })
final class ExportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace that run --trace wrote.")
  private Path file = Path.of(".");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}.")
  private ExportFormat format = ExportFormat.CSV;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; standard output if not given.")
  private @Nullable Path out;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(List.of(file), out);
    if (out == null && format.isBinary() && Output.isTerminal(Cli.spec(spec))) {
      throw new InputException(
          "--format " + format, "is no text for a terminal; name a file with --out FILE");
    }
    var chosen = selection.selection();
    var err = Cli.spec(spec).commandLine().getErr();
    try (var trace = TraceFiles.open(file)) {
      var written = out == null ? toStandardOutput(trace, chosen) : toFile(out, trace, chosen);
      trace.flaw().ifPresent(flaw -> err.println(Text.printable(flaw)));
      if (written == 0) {
        return new Output(Cli.spec(spec)).nothingChosen(file, chosen);
      }
    } catch (StandardBytes.NobodyReads e) {
      return ExitCode.DONE;
    }
    err.flush();
    return ExitCode.DONE;
  }

  private long toStandardOutput(TraceReader trace, Selection chosen) throws IOException {
    try (var to =
        Output.isTerminal(Cli.spec(spec))
            ? new PrintableBytes(new StandardBytes())
            : new StandardBytes()) {
      return format.write(trace, chosen, to);
    }
  }

  private long toFile(Path path, TraceReader trace, Selection chosen) throws IOException {
    try (var to = WholeFile.create(path)) {
      var written = format.write(trace, chosen, to);
      if (written > 0) {
        to.complete();
      }
      return written;
    }
  }
}
