package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.input.InputException;
import swiotlb.trace.life.Explanation;
import swiotlb.trace.life.Life;

/** {@code trace explain}: the life of a mapping in plain sentences. */
@Command(
    name = "explain",
    description =
        "Tells the life of a mapping in plain sentences: which areas were searched and why each"
            + " refused, what was queued, which pool served it, what it cost.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace.")
  private Path file = Path.of(".");

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "ID",
      description = "Number of the mapping; show --slowest and show --failures find some.")
  private long mapping;

  @Override
  public Integer call() throws IOException {
    if (mapping < 0) {
      throw new InputException(
          "--mapping", "is " + mapping + "; write the number of a mapping, from 0");
    }
    var out = new Output(Cli.spec(spec));
    var lives = Lives.of(file, List.of(mapping));
    var messages = lives.byMapping().getOrDefault(mapping, List.of());
    out.warn(lives.recordedInPart(file));
    out.warn(lives.flaw());
    if (messages.isEmpty()) {
      throw new InputException(
          "--mapping",
          "no message of "
              + file
              + " is about mapping "
              + mapping
              + "; find the number of one with: trace show "
              + file
              + " --slowest 3");
    }
    out.accept("Mapping " + mapping);
    Explanation.of(Life.of(mapping, messages), lives.header().isWhole())
        .forEach(sentence -> out.printable("  " + sentence));
    return ExitCode.DONE;
  }
}
