package swiotlb.cli;

import com.typesafe.config.ConfigException;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;
import swiotlb.cli.advise.AdviseCommand;
import swiotlb.cli.cluster.NodeCommand;
import swiotlb.cli.conform.ConformCommand;
import swiotlb.cli.explain.ExplainCommand;
import swiotlb.cli.explore.ExploreCommand;
import swiotlb.cli.fleet.FleetCommand;
import swiotlb.cli.measure.MeasureCommand;
import swiotlb.cli.size.SizeCommand;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.StandardOutput;
import swiotlb.cli.terminal.Terminal;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.trace.TraceCommand;
import swiotlb.cli.trace.VerifyCommand;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.input.Text;
import swiotlb.study.measure.Metric;
import swiotlb.trace.show.diagram.DiagramFormat;
import swiotlb.trace.show.export.ExportFormat;

/** {@code swiotlb-sim}: simulates the Linux software IO TLB. */
@Command(
    name = "swiotlb-sim",
    description = "Simulates the Linux software IO TLB as a system of actors.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  /** In the order in which help lists them. */
  private static final Map<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("run", RunCommand::new);
    COMMANDS.put("explain", ExplainCommand::new);
    COMMANDS.put("measure", MeasureCommand::new);
    COMMANDS.put("advise", AdviseCommand::new);
    COMMANDS.put("explore", ExploreCommand::new);
    COMMANDS.put("validate", ValidateCommand::new);
    COMMANDS.put("designs", DesignsCommand::new);
    COMMANDS.put("size", SizeCommand::new);
    COMMANDS.put("fleet", FleetCommand::new);
    COMMANDS.put("golden", GoldenCommand::new);
    COMMANDS.put("conform", ConformCommand::new);
    COMMANDS.put("replay", ReplayCommand::new);
    COMMANDS.put("recorder", RecorderCommand::new);
    COMMANDS.put("trace", TraceCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("bench", BenchCommand::new);
    COMMANDS.put("batch", BatchCommand::new);
    COMMANDS.put("sweep", SweepCommand::new);
    COMMANDS.put("node", NodeCommand::new);
    COMMANDS.put("warm-up", WarmUpCommand::new);
    COMMANDS.put("generate-completion", GenerateCompletion::new);
    COMMANDS.put("generate-manual", ManualCommand::new);
  }

  /** Those that look at all commands. */
  private static final Set<String> OF_ALL_OTHERS = Set.of("generate-completion", "generate-manual");

  @Option(
      names = Terminal.COLOURS,
      paramLabel = "WHEN",
      scope = ScopeType.INHERIT,
      converter = Terminal.ColoursConverter.class,
      description =
          "auto (failures stand out in colour on a terminal, unless NO_COLOR is set), always, never.")
  @SuppressWarnings("UnusedVariable") // Terminal reads it from the options of any command.
  private Terminal.Colours colours = Terminal.Colours.AUTO;

  /** Options that need no command. */
  private static final Set<String> OF_NONE = Set.of("--version", "-V");

  private Main() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // Figures look the same everywhere.
    System.setProperty(Program.PROPERTY, Program.name()); // For the help of commands.
    var standard = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(standard, false, StandardCharsets.UTF_8));
    var out = printer(standard);
    var code = execute(arguments, out);
    out.flush();
    System.out.flush();
    if (standard.failure().isPresent()) {
      System.err.println(
          "standard output cannot be written: " + standard.failure().get() + "; is there space?");
      code = ExitCode.BAD_INPUT;
    }
    System.exit(code);
  }

  /**
   * In UTF-8 whatever the locale, since pages and traces are; it tells when nobody reads it any
   * more, which {@link System#out} does not.
   */
  private static PrintWriter printer(StandardOutput standard) {
    return new PrintWriter(
        new BufferedWriter(new OutputStreamWriter(standard, StandardCharsets.UTF_8), 1 << 16));
  }

  private static int execute(String[] arguments, PrintWriter out) {
    try {
      return commandLine(arguments).setOut(out).execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println(MemoryAdvice.of(arguments));
      return ExitCode.FAILED;
    }
  }

  /** All commands, ready to be executed; errors of input become a message and exit code 2. */
  static CommandLine commandLine() {
    return with(COMMANDS.keySet());
  }

  /** The same, of the command alone that arguments begin with: to make all others takes time. */
  static CommandLine commandLine(String... arguments) {
    var first = arguments.length == 0 ? "" : arguments[0];
    var isOfOne = COMMANDS.containsKey(first) && !OF_ALL_OTHERS.contains(first);
    return isOfOne || OF_NONE.contains(first) ? with(Set.of(first)) : commandLine();
  }

  private static CommandLine with(Set<String> names) {
    var commands = new CommandLine(new Main());
    COMMANDS.forEach(
        (name, command) -> {
          if (names.contains(name)) {
            commands.addSubcommand(name, command.get());
          }
        });
    return commands
        .setExpandAtFiles(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(DiagramFormat.class, name -> Cli.constant(DiagramFormat.class, name))
        .registerConverter(Metric.class, name -> Cli.constant(Metric.class, name))
        .registerConverter(ExportFormat.class, name -> Cli.constant(ExportFormat.class, name))
        .setParameterExceptionHandler(Main::onWrongOption)
        .setExecutionExceptionHandler(Main::onException);
  }

  /** Of a value that is refused the reason is enough: all options below it would hide it. */
  private static int onWrongOption(ParameterException e, String[] arguments) {
    var command = e.getCommandLine();
    var isOfValue = e.getArgSpec() != null && e.getValue() != null;
    command.getErr().println(Text.printable(String.valueOf(e.getMessage())));
    if (isOfValue) {
      command
          .getErr()
          .println("all options: " + command.getCommandSpec().qualifiedName() + " --help");
    } else if (!UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command.usage(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int onException(
      Exception e, CommandLine command, CommandLine.ParseResult arguments) throws Exception {
    if (e instanceof InputException || e instanceof ConfigException) {
      command.getErr().println(Text.printable(String.valueOf(e.getMessage())));
      return ExitCode.BAD_INPUT;
    }
    if (e instanceof IOException || e instanceof UncheckedIOException) {
      command
          .getErr()
          .println(
              Text.printable("a file cannot be written: " + e.getMessage() + "; is there space?"));
      return ExitCode.BAD_INPUT;
    }
    throw e;
  }
}
