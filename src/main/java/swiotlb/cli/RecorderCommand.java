package swiotlb.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;

/** {@code recorder}: prints the script that records a machine. */
@Command(
    name = "recorder",
    description = {
      "Prints a script that records the software IO TLB of the machine that it runs on, for replay.",
      "It needs a shell, root and tracefs, stops by itself, and says in its head what it costs and saves."
    },
    mixinStandardHelpOptions = true)
final class RecorderCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var out = Cli.spec(spec).commandLine().getOut();
    out.print(script());
    out.flush();
    return ExitCode.DONE;
  }

  private static String script() {
    try (var in =
        Objects.requireNonNull(
            RecorderCommand.class.getResourceAsStream("/swiotlb/recorder/rec.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
