package swiotlb.cli.trace;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
import swiotlb.input.Screen;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.trace.store.TemporaryFolder;

/** {@code verify}: shows that runs of a scenario are the same to the byte. */
@Command(
    name = "verify",
    description =
        "Runs a scenario several times with the same seed, in a Java virtual machine of its own"
            + " each, and compares the traces.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "From the second run on hash codes, language and time zone are other ones, none of which may"
          + " be seen in a trace.",
      "",
      "Exit code 0: the same bytes; 1: not, and where they part is shown, or a run failed; 2: bad"
          + " input."
    })
public final class VerifyCommand implements Callable<Integer> {
  private static final List<String> OTHER_SURROUNDINGS =
      List.of(
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:hashCode=0",
          "-Duser.language=tr",
          "-Duser.country=TR",
          "-Duser.timezone=Asia/Kathmandu");

  /** The class that a process of its own starts; it stands above this package. */
  private static final String PROGRAM = "swiotlb.cli.Main";

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SCENARIO", description = "Scenarios (HOCON).")
  private List<Path> scenarios = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How often each is run (default: ${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int runs;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a setting.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers.")
  private @Nullable String seed;

  @Option(
      names = "--schedule-seed",
      paramLabel = "N",
      description = "Picks another of the orders in which simultaneous events can happen.")
  private @Nullable Long scheduleSeed;

  /** What runs from the second on are told in addition; anything makes them differ. */
  private final List<String> inLaterRuns;

  /** Runs that are told the same. */
  public VerifyCommand() {
    this(List.of());
  }

  /** Runs that are not, to see whether that is noticed. */
  VerifyCommand(List<String> inLaterRuns) {
    this.inLaterRuns = inLaterRuns;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (runs < 2) {
      throw new InputException("--runs", "is " + runs + "; at least 2 runs can be compared");
    }
    if (seed != null) {
      overrides.put("seed", seed);
    }
    var seeds = new ArrayList<Long>();
    for (var file : scenarios) {
      seeds.add(readable(file).seed());
    }
    var worst = ExitCode.DONE;
    for (var i = 0; i < scenarios.size(); i++) {
      worst = Math.max(worst, verify(scenarios.get(i), seeds.get(i)));
    }
    return worst;
  }

  private Scenario readable(Path file) {
    var scenario = new ScenarioReader().read(file, overrides);
    if (scenario.mode() == Scenario.Mode.CONCURRENT) {
      throw new InputException(
          file.toString(),
          "its mode is concurrent, and real threads never do the same twice; verify it with --set"
              + " mode=virtual");
    }
    return scenario;
  }

  private int verify(Path file, long ofSeed) throws IOException, InterruptedException {
    try (var temporary = TemporaryFolder.create()) {
      var folder = temporary.path();
      var first = folder.resolve("run-1.jsonl.gz");
      var code = run(file, first, List.of(), List.of());
      for (var i = 2; i <= runs && code == ExitCode.DONE; i++) {
        var next = folder.resolve("run-" + i + ".jsonl.gz");
        code = run(file, next, OTHER_SURROUNDINGS, inLaterRuns);
        if (code == ExitCode.DONE && Files.mismatch(first, next) >= 0) {
          sayFailed(file + ": run " + i + " is not run 1, with the same seed " + ofSeed);
          return Math.max(ExitCode.FAILED, DiffCommand.show(first, next, Set.of(), Cli.spec(spec)));
        }
        Files.deleteIfExists(next);
      }
      if (code == ExitCode.DONE) {
        say(file + ": " + runs + " runs, the same bytes of trace, seed " + ofSeed);
      }
      return code;
    }
  }

  /** In a process of its own; what it prints is shown only if it fails. */
  private int run(Path file, Path trace, List<String> surroundings, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(surroundings);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), PROGRAM));
    command.addAll(List.of("run", file.toString(), "--quiet", "--trace", trace.toString()));
    overrides.forEach((key, value) -> command.addAll(List.of("--set", key + "=" + value)));
    if (scheduleSeed != null) {
      command.addAll(List.of("--schedule-seed", scheduleSeed.toString()));
    }
    command.addAll(arguments);
    var said = trace.resolveSibling("said");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    try (var process = new ChildProcess(builder)) {
      var code = process.awaitEnd();
      if (code != ExitCode.DONE && !process.isEndedHere()) {
        sayFailed(file + ": a run ended with exit code " + code);
        say(Files.readString(said));
      }
      return code;
    }
  }

  private void say(String text) {
    var out = Cli.screen(spec);
    out.println(text);
    out.flush();
  }

  private void sayFailed(String text) {
    var out = Cli.screen(spec);
    Screen.failure(out, text);
    out.flush();
  }
}
