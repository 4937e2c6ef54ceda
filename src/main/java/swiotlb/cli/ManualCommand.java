package swiotlb.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;

/**
 * {@code generate-manual}: the manual page of all commands, made of their help, so that it cannot
 * say anything else.
 */
@Command(
    name = "generate-manual",
    description = "Prints the manual page of all commands, for man.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "${sys:swiotlb.program:-./swiotlb-sim} generate-manual > swiotlb-sim.1 && man ./swiotlb-sim.1",
    })
final class ManualCommand implements Callable<Integer> {
  private static final int COLUMNS = 72;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    var program = Cli.spec(spec).root().commandLine();
    var out = Cli.spec(spec).commandLine().getOut();
    var name = program.getCommandName();
    out.println(".TH \"" + name.toUpperCase(Locale.ROOT) + "\" 1");
    out.println(".SH NAME");
    out.println(name.replace("-", "\\-") + " \\- " + escaped(about(program)));
    out.println(".SH SYNOPSIS");
    verbatim(program.getHelp().fullSynopsis().replaceFirst("^Usage: ", ""), out);
    out.println(".SH COMMANDS");
    describe(program, out);
    out.flush();
    return ExitCode.DONE;
  }

  private static String about(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().description());
  }

  private static void describe(CommandLine command, PrintWriter out) {
    for (var part : command.getSubcommands().values()) {
      var model = part.getCommandSpec();
      if (!model.usageMessage().hidden()) {
        out.println(".SS \"" + escaped(model.qualifiedName(" ")) + "\"");
        var width = model.usageMessage().width();
        model.usageMessage().width(COLUMNS);
        verbatim(part.getUsageMessage(Ansi.OFF), out);
        model.usageMessage().width(width);
        describe(part, out);
      }
    }
  }

  private static void verbatim(String text, PrintWriter out) {
    out.println(".nf");
    List.of(text.split("\n", -1)).forEach(line -> out.println(escaped(line)));
    out.println(".fi");
  }

  /** As troff prints it: no escapes, no dashes that become hyphens, no line that is a request. */
  private static String escaped(String text) {
    var plain = text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
