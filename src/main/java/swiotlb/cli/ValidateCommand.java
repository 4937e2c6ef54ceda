package swiotlb.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.input.ScenarioException;
import swiotlb.input.Text;
import swiotlb.scenario.ScenarioReader;

/** {@code validate}: checks scenarios and shows every setting with where it came from. */
@Command(
    name = "validate",
    description = "Checks scenarios and shows every setting with where it came from.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private static final Pattern LINE_BREAKS = Pattern.compile("\\R+");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenarios (HOCON).")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a setting; the name of a recording counts from the scenario's folder.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() {
    var out = Cli.screen(spec);
    var err = Cli.spec(spec).commandLine().getErr();
    var problems = new ArrayList<String>();
    for (var file : files) {
      var reader = new ScenarioReader();
      try {
        var scenario = reader.read(file, overrides);
        scenario.notes().forEach(note -> err.println(Text.onOneLine(note)));
        out.println(Text.printable(scenario.name()) + ":");
        var settings = reader.resolved();
        var width = settings.stream().mapToInt(s -> s.path().length() + s.value().length()).max();
        for (var setting : settings) {
          var left = Text.printable(setting.path() + " = " + inOneLine(setting.value()));
          var pad = Math.min(60, width.orElse(0) + 3) - left.length();
          out.println(
              "  " + left + " ".repeat(Math.max(1, pad)) + "  " + Text.printable(setting.origin()));
        }
        if (!scenario.bootLog().isEmpty()) {
          out.println("  its kernel says at boot:");
          scenario.bootLog().forEach(line -> out.println("    " + line));
        }
      } catch (ScenarioException e) {
        problems.addAll(e.problems());
      }
    }
    out.flush();
    err.flush();
    if (!problems.isEmpty()) {
      problems.forEach(problem -> err.println(Text.printable(problem)));
      return ExitCode.BAD_INPUT;
    }
    return ExitCode.DONE;
  }

  private static String inOneLine(String value) {
    return LINE_BREAKS.matcher(value.strip()).replaceAll(" | ");
  }
}
