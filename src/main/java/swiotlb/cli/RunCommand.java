package swiotlb.cli;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import swiotlb.cli.live.Live;
import swiotlb.cli.live.LiveOptions;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Terminal;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.figures.Ending;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.input.ScenarioException;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.report.CounterCsv;
import swiotlb.report.Origin;
import swiotlb.report.ResultJson;
import swiotlb.report.RunReport;
import swiotlb.report.RunTable;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.scenario.Setting;
import swiotlb.study.explore.ChoicesFile;
import swiotlb.study.explore.RepeatedRun;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;
import swiotlb.time.MessageSink;
import swiotlb.trace.record.SelectedMessages;

/** {@code run}: simulates scenarios and shows what came of them. */
@Command(
    name = "run",
    description = "Simulates scenarios and shows what came of them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit code 0: done; 1: a run failed, an invariant broke, or --fail-on; 2: bad input.",
      "Ctrl-C ends the run early: what has been done so far is shown, with exit code 130."
    })
final class RunCommand implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Scenarios (HOCON); - is standard input.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Overrides a setting, such as devices.sata0.jobs.load.depth=8; the name of a recording"
              + " counts from the scenario's folder, as in its file.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers.")
  private @Nullable String seed;

  @Option(
      names = "--schedule-seed",
      paramLabel = "N",
      description = "Picks another of the orders in which simultaneous events can happen.")
  private @Nullable Long scheduleSeed;

  @Option(names = "--jitter", description = "Lengthens delays by up to a tenth, at random.")
  private boolean jitter;

  @Option(
      names = "--choices",
      paramLabel = "FILE.json",
      description =
          "Repeats a run that explore kept: its settings, below those of --set, and its choices.")
  private @Nullable Path choices;

  private @Nullable ChoicesFile given;

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
      names = "--report",
      paramLabel = "DIR",
      description =
          "Writes a report into a folder: a page for a browser, and pictures of its charts. Of several"
              + " scenarios each gets a folder below it.")
  private @Nullable Path report;

  @Mixin private TraceOptions trace = new TraceOptions();

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = "--live-paused",
      description = "As --live; the run stands before its first message until the page lets it go.")
  private boolean livePaused;

  private @Nullable Live page;

  @Option(
      names = "--quiet",
      description = "Shows failures only: of mappings in one line, of a run whole.")
  private boolean quiet;

  @Option(
      names = "--fail-on",
      split = ",",
      paramLabel = "KIND",
      converter = KindConverter.class,
      description =
          "Ends with 1 if mappings failed (failures), took transient pools (transient), or slots were"
              + " never given back (leak); several with commas.")
  private Set<Mishaps.Kind> failOn = EnumSet.noneOf(Mishaps.Kind.class);

  private static final class KindConverter implements ITypeConverter<Mishaps.Kind> {
    @Override
    public Mishaps.Kind convert(String value) {
      for (var kind : Mishaps.Kind.values()) {
        if (kind.label().equals(value)) {
          return kind;
        }
      }
      throw new TypeConversionException("'" + value + "' is none of failures, transient, leak");
    }
  }

  @Override
  public Integer call() throws IOException {
    checkOptions();
    var given = read();
    if (given.isEmpty()) {
      return ExitCode.BAD_INPUT;
    }
    if (livePaused) {
      requireToStand(given);
    }
    var worst = ExitCode.DONE;
    try (var interrupts = new Interrupts();
        var runner = new ScenarioRun.Runner();
        var opened = live.open(spec, livePaused);
        var reports = report == null ? null : new RunReports(report, files)) {
      page = opened;
      for (var i = 0; i < given.size() && !interrupts.isInterrupted(); i++) {
        worst = Math.max(worst, run(i, given.get(i), runner, interrupts, reports));
      }
    }
    return worst;
  }

  private void requireToStand(List<Given> all) {
    for (var i = 0; i < all.size(); i++) {
      if (all.get(i).scenario.mode() != Scenario.Mode.VIRTUAL) {
        throw new InputException(
            files.get(i).toString(),
            "runs on real threads, which do not stand still; leave --live-paused out, or set mode=virtual");
      }
    }
  }

  private void checkOptions() {
    var outputs = Stream.of(json, counters, trace.file()).filter(Objects::nonNull).toList();
    if (files.size() > 1 && !outputs.isEmpty()) {
      throw new InputException(
          "--json, --counters and --trace", "write one file; give one scenario at a time");
    }
    if (choices != null) {
      layUnder(choices);
    }
    trace.check();
    Cli.requireApart(
        choices == null ? files : plus(files, choices), json, counters, trace.file(), page());
    if (seed != null) {
      overrides.put("seed", seed);
    }
    if (mode != null) {
      overrides.put("mode", mode);
    }
    if (runs != null) {
      overrides.put("runs", runs);
    }
  }

  private static List<Path> plus(List<Path> some, Path one) {
    return Stream.concat(some.stream(), Stream.of(one)).toList();
  }

  private @Nullable Path page() {
    return report == null ? null : report.resolve("index.html");
  }

  private void layUnder(Path file) {
    if (files.size() > 1 || scheduleSeed != null || jitter || mode != null) {
      throw new InputException(
          "--choices",
          "is for one scenario in virtual time, without --schedule-seed, --jitter and --mode");
    }
    if (counters != null) {
      throw new InputException(
          "--counters",
          "asks the machine between messages, so that choices of places would not fit; leave it out with --choices");
    }
    var kept = ChoicesFile.read(file);
    kept.overrides().forEach(overrides::putIfAbsent);
    given = kept;
  }

  /** All scenarios, or none if one of them cannot be used; every problem of all is shown. */
  private List<Given> read() {
    var scenarios = new ArrayList<Given>();
    var problems = new ArrayList<String>();
    for (var file : files) {
      try {
        scenarios.add(read(file));
      } catch (ScenarioException e) {
        problems.addAll(e.problems());
        if (choices != null && given != null && !given.overrides().isEmpty()) {
          problems.add(choices + ": what it sets is laid under the scenario as by --set");
        }
      }
    }
    for (var given : scenarios) {
      if (given.scenario.mode() == Scenario.Mode.CONCURRENT && (scheduleSeed != null || jitter)) {
        problems.add(
            "--schedule-seed and --jitter: choose the order of a virtual run; concurrent mode has its own");
        break;
      }
    }
    var err = Cli.spec(spec).commandLine().getErr();
    problems.forEach(problem -> err.println(Text.printable(problem)));
    err.flush();
    return problems.isEmpty() ? scenarios : List.of();
  }

  /** A scenario with all of its settings and its text. */
  private record Given(Scenario scenario, List<Setting> settings, String text) {}

  private Given read(Path file) {
    var reader = new ScenarioReader();
    var scenario =
        file.equals(STANDARD_INPUT)
            ? reader.read("standard input", System.in, overrides)
            : reader.read(file, overrides);
    Inputs.requireApartFromRecordings(reader.filesRead(), json, counters, trace.file(), page());
    return new Given(scenario, reader.resolved(), reader.text());
  }

  private int run(
      int number,
      Given given,
      ScenarioRun.Runner runner,
      Interrupts interrupts,
      @Nullable RunReports reports)
      throws IOException {
    var file = files.get(number);
    var scenario = given.scenario;
    var out = Cli.spec(spec).commandLine().getOut();
    scenario.notes().forEach(this::warn);
    trace.warning(scenario).ifPresent(this::warn);
    var head = ScenarioHead.of(scenario);
    try (var jsonFile = json == null ? null : WholeFile.create(json);
        var traceOut = trace.file() == null ? null : openTrace(scenario);
        var counterOut = counters == null ? null : csv(counters)) {
      var mishaps = new Mishaps();
      var sampling = new Sampling();
      var table = quiet ? null : new RunTable(head);
      var jsonOut = jsonFile == null ? null : new ResultJson(jsonFile, head, origin(given));
      var observers = observers(mishaps, sampling, table, jsonOut, counterOut);
      var reportOut =
          reports == null
              ? null
              : reports.begin(number, head, origin(given), source(file, given), traceOut);
      if (reportOut != null) {
        observers.addAll(reportOut.observers());
      }
      var sink = reportOut == null ? traceOut : reportOut.sink();
      var ending = simulate(scenario, runner, interrupts, sink, observers);
      show(file, scenario, table, ending, out);
      if (reportOut != null) {
        var page = reportOut.write(ending, this::warn);
        if (!quiet) {
          out.println(Text.onOneLine("report: " + page + "; open it in a browser"));
          out.flush();
        }
      }
      if (quiet && !mishaps.failuresOnOneLine().isEmpty()) {
        var screen = Cli.screen(spec);
        Screen.failure(screen, Text.onOneLine(file + ": " + mishaps.failuresOnOneLine()));
        screen.flush();
      }
      if (jsonOut != null && jsonFile != null) {
        jsonOut.end(ending);
        jsonFile.complete();
      }
      if (counters != null) {
        sampling.none(counters, scenario.countersIntervalNs()).ifPresent(this::warn);
      }
      if (traceOut != null && traceOut.written() == 0 && traceOut.omitted() == 0) {
        warn(trace.file() + ": no message was chosen by the --trace options");
      }
      if (traceOut != null && traceOut.omitted() > 0) {
        warn(
            trace.file()
                + ": "
                + traceOut.omitted()
                + " messages were left out, since it had reached its limit; see --trace-limit");
      }
      return Math.max(report(ending), reportOn(mishaps, file));
    }
  }

  private int reportOn(Mishaps mishaps, Path file) {
    var found = mishaps.of(failOn);
    found.forEach((kind, what) -> warn(file + ": --fail-on " + kind.label() + ": " + what));
    return found.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Origin origin(Given given) {
    return new Origin(
        Version.current(),
        given.scenario.kernel().text(),
        given.scenario.bootLog(),
        overrides,
        given.settings.stream()
            .map(s -> new Origin.Setting(s.path(), s.value(), s.origin()))
            .toList());
  }

  private RunReport.Source source(Path file, Given given) {
    return new RunReport.Source(
        repeat(file, given.scenario), file.toString(), given.text, given.scenario.notes());
  }

  private SelectedMessages openTrace(Scenario scenario) {
    return trace.open(scenario, scheduleSeed(), jitter);
  }

  private OptionalLong scheduleSeed() {
    return scheduleSeed == null ? OptionalLong.empty() : OptionalLong.of(scheduleSeed);
  }

  private void warn(String text) {
    var err = Cli.spec(spec).commandLine().getErr();
    err.println(Text.onOneLine(text));
    err.flush();
  }

  private static List<RunObserver> observers(
      Mishaps mishaps,
      Sampling sampling,
      @Nullable RunTable table,
      @Nullable ResultJson jsonOut,
      @Nullable CounterCsv counterOut) {
    var observers = new ArrayList<RunObserver>();
    observers.add(RunObserver.ofRuns(mishaps::add));
    if (table != null) {
      observers.add(RunObserver.ofRuns(table::add));
    }
    if (jsonOut != null) {
      observers.add(RunObserver.ofRuns(jsonOut::add));
    }
    if (counterOut != null) {
      observers.add(sampling);
      observers.add(RunObserver.ofSamples(counterOut::write));
    }
    return observers;
  }

  private Ending simulate(
      Scenario scenario,
      ScenarioRun.Runner runner,
      Interrupts interrupts,
      @Nullable MessageSink sink,
      List<RunObserver> observers) {
    try (var progress = Progress.of(scenario.name(), Terminal.of(Cli.spec(spec)), quiet);
        var watch = page == null ? null : page.run(scenario, interrupts::isInterrupted)) {
      if (watch != null) {
        observers.add(watch);
      }
      var alone =
          new ScenarioRun.Options(
              scheduleSeed(),
              jitter,
              sink,
              interrupts::isInterrupted,
              progress::show,
              LONGEST_SILENCE);
      var options = watch == null ? alone : watch.watching(alone);
      var kept = given;
      if (kept == null) {
        return runner.run(scenario, options, observers);
      }
      var again = new RepeatedRun(kept, scenario.starvedAfter());
      var ending =
          runner.run(
              scenario,
              again.choices(),
              options
                  .withSink(again.sink(sink))
                  .until(() -> again.hasTooMany() || interrupts.isInterrupted()),
              observers);
      if (!ending.interrupted() || again.hasTooMany()) {
        again.differences().forEach(difference -> warn(choices + ": " + difference));
      }
      return again.ended(ending);
    }
  }

  private void show(
      Path file, Scenario scenario, @Nullable RunTable table, Ending ending, PrintWriter out) {
    if (table != null && !table.isEmpty()) {
      var screen = Cli.screen(spec);
      table.print(screen);
      screen.flush();
    }
    if (ending.interrupted()) {
      out.println("\ninterrupted; the results are those so far");
    }
    if (!quiet || !ending.isGood()) {
      out.println(
          "\nseed "
              + scenario.seed()
              + (scenario.mode() == Scenario.Mode.VIRTUAL
                  ? "; repeat with: "
                  : "; concurrent runs differ from time to time; once more: ")
              + repeat(file, scenario)
              + (file.equals(STANDARD_INPUT) ? " (with the same standard input)" : ""));
    }
    out.flush();
  }

  private int report(Ending ending) {
    var err = Cli.spec(spec).commandLine().getErr();
    ending.broken().forEach(what -> err.println(Cli.failure(spec, "invariant broken in " + what)));
    var failure = ending.failure();
    if (failure != null) {
      print(failure, err);
    }
    err.flush();
    return ending.isGood() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private void print(Ending.Failure failure, PrintWriter err) {
    err.println(
        Cli.failure(
            spec,
            "the run failed at "
                + failure.timeNs()
                + " ns"
                + (failure.actor().isEmpty() ? "" : " in " + failure.actor())
                + ": "
                + failure.what()));
    if (!failure.message().isEmpty()) {
      err.println("  while it handled " + Text.printable(failure.message()));
    }
  }

  private static CounterCsv csv(Path file) throws IOException {
    return new CounterCsv(new OutputStreamWriter(Cli.growing(file), StandardCharsets.UTF_8));
  }

  private String repeat(Path file, Scenario scenario) {
    var command = new StringBuilder(Program.name() + " run ").append(Shell.file(file));
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
    if (choices != null) {
      command.append(" --choices ").append(Shell.file(choices));
    }
    return command.toString();
  }
}
