package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
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
import swiotlb.input.InputException;
import swiotlb.trace.show.view.Stats;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace stats}: figures of a trace. */
@Command(
    name = "stats",
    description =
        "Figures of a trace: messages by type and pair, queues, what took time, the slowest"
            + " mappings, failures.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace.")
  private Path file = Path.of(".");

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Lines of each kind (default: ${DEFAULT-VALUE}).",
      defaultValue = "12")
  private int top;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw new InputException("--top", "is " + top + "; write a number of lines, from 1");
    }
    var out = new Output(Cli.spec(spec));
    var chosen = selection.selection();
    try (var trace = TraceFiles.open(file)) {
      var stats = new Stats(trace.header().isVirtual(), top);
      trace.forEach(message -> stats.read(message, chosen.test(message)));
      if (stats.messages() == 0) {
        out.warn(trace.flaw());
        return out.nothingChosen(file, chosen);
      }
      stats.print(out::printable);
      out.warn(trace.header().selection().map(what -> Output.recordedInPart(file, what)));
      out.warn(trace.flaw());
    }
    out.flush();
    return ExitCode.DONE;
  }
}
