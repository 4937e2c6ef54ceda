package swiotlb.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/** {@code batch}: runs many command lines in one Java virtual machine. */
@Command(
    name = "batch",
    description =
        "Runs the command lines of a file one after the other in one Java virtual machine, which"
            + " starts and warms up once.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A line holds what stands after ${sys:swiotlb.program:-./swiotlb-sim}, such as: run simulations/load-spike.conf"
          + " --quiet",
      "Words can be quoted as for a shell. Blank lines and comments from # on are skipped.",
      "All lines are checked before the first is run. Before each, \"== \" and the line appear on"
          + " standard error.",
      "",
      "Exit code: that of the first command that did not end with 0; 0 if there was none; 2: bad"
          + " input."
    })
final class BatchCommand implements Callable<Integer> {
  static final String NAME = "batch";
  private static final String STANDARD_INPUT = "-";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "Command lines, one on each line; - is standard input.")
  private String file = STANDARD_INPUT;

  @Option(
      names = "--keep-going",
      description = "Goes on after a command that does not end with exit code 0.")
  private boolean keepGoing;

  private final InputStream standardInput;

  /** Reads what a shell gives it, if it is told to. */
  BatchCommand() {
    this(System.in);
  }

  /** Reads from somewhere else where standard input is asked for. */
  BatchCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  /** A command and the line that holds it. */
  private record Line(String text, List<String> words) {}

  @Override
  public Integer call() {
    var lines = read();
    var first = ExitCode.DONE;
    for (var line : lines) {
      var code = execute(line);
      first = first == ExitCode.DONE ? code : first;
      if ((code != ExitCode.DONE && !keepGoing) || Interrupts.isEnding()) {
        break;
      }
    }
    return first;
  }

  private int execute(Line line) {
    var outer = Cli.spec(spec).commandLine();
    var err = outer.getErr();
    err.println("== " + Text.onOneLine(line.text()));
    err.flush();
    var code =
        Main.commandLine()
            .setOut(outer.getOut())
            .setErr(err)
            .execute(line.words().toArray(String[]::new));
    outer.getOut().flush();
    err.flush();
    return code;
  }

  private List<Line> read() {
    var lines = new ArrayList<Line>();
    var number = 0;
    for (var text : text().lines().toList()) {
      number++;
      try {
        var words = CommandWords.of(text);
        if (!words.isEmpty()) {
          check(words);
          lines.add(new Line(text.strip(), words));
        }
      } catch (IllegalArgumentException | ParameterException e) {
        throw new InputException(file, number, String.valueOf(e.getMessage()));
      }
    }
    if (lines.isEmpty()) {
      throw new InputException(
          file, "holds no command; write one on each line, such as: run FILE.conf --quiet");
    }
    return lines;
  }

  /** Whether a command would be understood, without executing it. */
  private static void check(List<String> words) {
    var name = words.get(0);
    if (name.equals(NAME)) {
      throw new IllegalArgumentException(
          "a batch does not start another; write the lines of that one here");
    }
    var commands = Main.commandLine();
    if (!name.startsWith("-") && !commands.getSubcommands().containsKey(name)) {
      throw new IllegalArgumentException(
          "there is no command " + name + "; there are " + String.join(", ", known(commands)));
    }
    commands.parseArgs(words.toArray(String[]::new));
  }

  private static List<String> known(CommandLine commands) {
    return commands.getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(command -> command.getKey())
        .filter(name -> !name.equals(NAME))
        .toList();
  }

  private String text() {
    try {
      var bytes =
          file.equals(STANDARD_INPUT)
              ? standardInput.readAllBytes()
              : Files.readAllBytes(Path.of(file));
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(file, "is no text in UTF-8; write command lines, one on each line");
    } catch (IOException e) {
      throw new InputException(file, "cannot be read; name a file with command lines, or -");
    }
  }
}
