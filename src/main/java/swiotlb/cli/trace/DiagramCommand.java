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
import swiotlb.input.Text;
import swiotlb.trace.show.diagram.DiagramFormat;
import swiotlb.trace.show.diagram.DiagramReader;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace diagram}: draws chosen messages as a sequence diagram. */
@Command(
    name = "diagram",
    description = "Draws chosen messages as a sequence diagram.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Messages alike that follow each other become one arrow with a count. More than "
          + DiagramReader.MOST_ARROWS
          + " arrows are refused: choose fewer messages."
    })
final class DiagramCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace that run --trace wrote.")
  private Path file = Path.of(".");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private DiagramFormat format = DiagramFormat.MERMAID;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write; standard output if not given.")
  private @Nullable Path out;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Override
  public Integer call() throws IOException {
    Cli.requireApart(List.of(file), out);
    var chosen = selection.selection();
    var commandLine = Cli.spec(spec).commandLine();
    try (var trace = TraceFiles.open(file)) {
      var drawn = format.draw(DiagramReader.read(file.toString(), trace, chosen));
      if (out != null) {
        WholeFile.write(out, drawn);
      } else {
        commandLine.getOut().print(drawn);
        commandLine.getOut().flush();
      }
      trace.flaw().ifPresent(flaw -> commandLine.getErr().println(Text.printable(flaw)));
      commandLine.getErr().flush();
    }
    return ExitCode.DONE;
  }
}
