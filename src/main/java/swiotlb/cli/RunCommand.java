package swiotlb.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.experiment.ScenarioRun;
import swiotlb.report.CounterCsv;
import swiotlb.report.ResultJson;
import swiotlb.report.RunTable;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.trace.JsonLinesTrace;
import swiotlb.workload.InputException;

/** {@code run}: simulates scenarios and shows what came of them. */
@Command(
    name = "run",
    description = "Simulates scenarios and shows what came of them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: done; 1: a run failed or an invariant broke; 2: bad input.",
      "Ctrl-C ends the run early; what has been done so far is shown."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Scenarios (HOCON).")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting, such as devices.sata0.jobs.load.depth=8.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers.")
  private @Nullable Long seed;

  @Option(
      names = "--schedule-seed",
      paramLabel = "N",
      description = "Picks another of the orders in which simultaneous events can happen.")
  private @Nullable Long scheduleSeed;

  @Option(names = "--jitter", description = "Lengthens delays by up to a tenth, at random.")
  private boolean jitter;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "virtual (reproducible) or concurrent (real threads).")
  private @Nullable String mode;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs on the same machine, without a reboot in between.")
  private @Nullable String runs;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--counters",
      paramLabel = "FILE.csv",
      description = "Writes the kernel's counters over time.")
  private @Nullable Path counters;

  @Option(
      names = "--trace",
      paramLabel = "FILE.jsonl",
      description = "Writes every message, a line each.")
  private @Nullable Path trace;

  @Option(names = "--quiet", description = "Shows failures only.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    if (files.size() > 1 && (json != null || counters != null || trace != null)) {
      throw new InputException(
          "--json, --counters and --trace", "write one file; give one scenario at a time");
    }
    if (mode != null) {
      overrides.put("mode", mode);
    }
    if (runs != null) {
      overrides.put("runs", runs);
    }
    if (seed != null) {
      overrides.put("seed", seed.toString());
    }
    var scenarios = new ArrayList<Scenario>();
    for (var file : files) {
      scenarios.add(new ScenarioReader().read(file, overrides));
    }
    var worst = ExitCode.DONE;
    for (var i = 0; i < scenarios.size(); i++) {
      worst = Math.max(worst, run(files.get(i), scenarios.get(i)));
    }
    return worst;
  }

  private int run(Path file, Scenario scenario) throws IOException {
    var out = Cli.spec(spec).commandLine().getOut();
    ScenarioRun.Outcome outcome;
    try (var interrupts = new Interrupts();
        var progress = Progress.of(scenario.name(), quiet);
        var traceOut = trace == null ? null : new JsonLinesTrace(Cli.create(trace));
        var counterOut = counters == null ? null : csv(counters)) {
      outcome =
          ScenarioRun.run(
              scenario,
              new ScenarioRun.Options(
                  scheduleSeed == null ? OptionalLong.empty() : OptionalLong.of(scheduleSeed),
                  jitter,
                  traceOut,
                  counterOut == null ? null : counterOut::write,
                  interrupts::isInterrupted,
                  progress::show,
                  Duration.ofMinutes(10)));
    }
    if (json != null) {
      Cli.write(json, ResultJson.of(scenario, outcome.runs(), Version.current()));
    }
    if (!quiet && !outcome.runs().isEmpty()) {
      new RunTable(scenario, outcome.runs()).print(out);
    }
    if (outcome.interrupted()) {
      out.println("\ninterrupted; the results are those so far");
    }
    if (!quiet || !outcome.isGood()) {
      out.println("\nseed " + scenario.seed() + "; repeat with: " + repeat(file, scenario));
    }
    out.flush();
    return report(outcome);
  }

  private int report(ScenarioRun.Outcome outcome) {
    var err = Cli.spec(spec).commandLine().getErr();
    outcome.broken().forEach(what -> err.println("invariant broken in " + Text.printable(what)));
    var failure = outcome.failure();
    if (failure != null) {
      print(failure, err);
    }
    err.flush();
    return outcome.isGood() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void print(ScenarioRun.Failure failure, PrintWriter err) {
    err.println(
        "the run failed at "
            + failure.timeNs()
            + " ns"
            + (failure.actor().isEmpty() ? "" : " in " + failure.actor())
            + ": "
            + Text.printable(failure.what()));
    if (!failure.message().isEmpty()) {
      err.println("  while it handled " + Text.printable(failure.message()));
    }
  }

  private static CounterCsv csv(Path file) throws IOException {
    return new CounterCsv(new OutputStreamWriter(Cli.create(file), StandardCharsets.UTF_8));
  }

  private String repeat(Path file, Scenario scenario) {
    var command = new StringBuilder("./swiotlb-sim run ").append(Shell.quoted(file.toString()));
    overrides.forEach(
        (key, value) -> {
          if (!"seed".equals(key)) {
            command.append(" --set ").append(Shell.quoted(key + "=" + value));
          }
        });
    command.append(" --seed ").append(scenario.seed());
    if (scheduleSeed != null) {
      command.append(" --schedule-seed ").append(scheduleSeed);
    }
    if (jitter) {
      command.append(" --jitter");
    }
    return command.toString();
  }
}
