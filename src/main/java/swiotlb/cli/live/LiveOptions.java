package swiotlb.cli.live;

import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import swiotlb.cli.terminal.Cli;
import swiotlb.input.InputException;

/** Whether a page shows what a command is at. */
public final class LiveOptions {
  private static final int MOST_PORT = 65535;

  @Option(
      names = "--live",
      arity = "0..1",
      paramLabel = "PORT",
      preprocessor = OnlyNumbers.class,
      description =
          "Shows what goes on as a page for browsers of this machine, while the command works; its"
              + " address is told on standard error (PORT: any that is free).")
  private @Nullable Integer port;

  /** A word that is no number is what comes after the option, such as a file. */
  static final class OnlyNumbers implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // So picocli has it.
    public boolean preprocess(
        Stack<String> words, CommandSpec command, ArgSpec option, Map<String, Object> where) {
      var isAttached = "=".equals(where.get("separator"));
      if (isAttached || (!words.isEmpty() && words.peek().matches("[0-9]{1,9}"))) {
        return false;
      }
      option.setValue(0);
      return true;
    }
  }

  /**
   * The page, from now on; null if there is to be none.
   *
   * @throws InputException if the port cannot be had
   */
  public @Nullable Live open(@Nullable CommandSpec spec) {
    return open(spec, false);
  }

  /**
   * The page, from now on; null if there is to be none.
   *
   * @param isPaused whether a run stands until the page lets it go
   * @throws InputException if the port cannot be had
   */
  public @Nullable Live open(@Nullable CommandSpec spec, boolean isPaused) {
    if (port == null && !isPaused) {
      return null;
    }
    var port = this.port == null ? 0 : this.port;
    if (port < 0 || port > MOST_PORT) {
      throw new InputException("--live " + port, "is no port; one is 1 to " + MOST_PORT);
    }
    var command = Cli.spec(spec);
    var live = new Live(port, command.name(), isPaused);
    var err = command.commandLine().getErr();
    err.println("live: " + live.address() + (isPaused ? " (the run stands until it says go)" : ""));
    err.flush();
    return live;
  }
}
