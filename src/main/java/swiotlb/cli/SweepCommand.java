package swiotlb.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.cluster.ClusterOptions;
import swiotlb.cli.live.LiveOptions;
import swiotlb.cli.live.LiveWork;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Inputs;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.ReportOption;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Terminal;
import swiotlb.cli.terminal.Version;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.report.page.Part;
import swiotlb.report.page.Report;
import swiotlb.study.sweep.SortedLines;
import swiotlb.study.sweep.Sweep;
import swiotlb.study.sweep.SweepFiles;
import swiotlb.study.sweep.SweepPlan;
import swiotlb.study.vary.Axes;

/** {@code sweep}: runs a scenario at many points of its settings. */
@Command(
    name = "sweep",
    description = "Runs a scenario with many values of its settings, on all cores.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      Axes.VALUES,
      Axes.QUOTES,
      "",
      "Results go to FOLDER/results.jsonl (a line for each run) and FOLDER/results.duckdb (table"
          + " result) as they come.",
      "",
      "Exit code 0: done; 1: a run failed, an invariant broke, or the scenario is refused at a"
          + " point; 2: bad input.",
      "Ctrl-C ends the sweep early, with exit code 130; --resume goes on with it."
    })
final class SweepCommand implements Callable<Integer> {
  private static final int MOST_REPLICATIONS = 100_000;
  private static final int MOST_THREADS = 1024;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "A scenario (HOCON).")
  private Path file = Path.of("");

  @Option(
      names = "--vary",
      paramLabel = "PATH=VALUES",
      description = "A setting and the values that it takes; of several all combinations.")
  private List<String> vary = new ArrayList<>();

  @Option(
      names = "--replications",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Machines booted at each point, each with a seed of its own that is the same at every"
              + " point (default: 1).")
  private int replications;

  @Option(
      names = "--sample",
      paramLabel = "HOW",
      defaultValue = "grid",
      description =
          "grid (every point; default), lhs:N (a Latin hypercube of N points), diverse:N (N points"
              + " that look for new kinds of outcome).")
  private String sample = "grid";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting at every point.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "From which all seeds come; that of the scenario if not given.")
  private @Nullable Long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "That run at the same time; all cores if not given.")
  private @Nullable Integer threads;

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Mixin private LiveOptions live = new LiveOptions();

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "Where results go: a folder, or a FILE.jsonl; ./NAME-sweep if not given.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      description = "Goes on with what is there; what has a result is not run again.")
  private boolean resume;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes a line of JSON for each run, in the order of points.")
  private @Nullable Path json;

  @Mixin private ReportOption report = new ReportOption();

  @Option(names = "--quiet", description = "Shows what is not done only.")
  private boolean quiet;

  @Override
  public Integer call() throws IOException {
    var files = SweepFiles.at(out == null ? Path.of(nameOf(file) + "-sweep") : out);
    check(files);
    var plan =
        new SweepPlan(
            file,
            overrides,
            vary,
            sample,
            replications,
            seed == null ? OptionalLong.empty() : OptionalLong.of(seed),
            Version.current());
    try (var interrupts = new Interrupts();
        var folder = report.prepare()) {
      if (json != null && !isBeside(json, files.lines())) {
        Cli.requireWritable(json);
      }
      var result = run(plan, files, interrupts);
      var findings = new SweepFindings(plan.axes(), result.tally());
      warn(result.remarks().lines());
      show(findings, files, result);
      if (json != null) {
        try (var to = WholeFile.create(json)) {
          SortedLines.copy(files, to);
          to.complete();
        }
      }
      if (folder != null) {
        folder.write(report(findings, files, result), spec, !quiet);
      }
      return result.tally().runs().stream().allMatch(run -> run.isDone())
          ? ExitCode.DONE
          : ExitCode.FAILED;
    }
  }

  private void warn(List<String> remarks) {
    var err = Cli.spec(spec).commandLine().getErr();
    remarks.forEach(remark -> err.println(Text.onOneLine(remark)));
    err.flush();
  }

  private static String nameOf(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.endsWith(".conf") ? name.substring(0, name.length() - 5) : name;
  }

  private void check(SweepFiles files) {
    if (file.toString().equals("-")) {
      throw new InputException(
          "-", "a sweep reads its scenario more than once, from a file; name one");
    }
    within("--replications", replications, MOST_REPLICATIONS);
    if (threads != null) {
      within("--threads", threads, MOST_THREADS);
    }
    var outputs = new ArrayList<>(files.all());
    if (json != null) {
      outputs.add(json);
    }
    var page = report.page();
    if (page != null) {
      outputs.add(page);
    }
    Cli.requireApart(List.of(file), outputs.toArray(Path[]::new));
    Inputs.requireApartFromNamed(List.of(file), overrides, vary, json, page);
  }

  /** In a folder that may not be there yet. */
  private static boolean isBeside(Path file, Path other) {
    return Objects.equals(
        file.toAbsolutePath().normalize().getParent(),
        other.toAbsolutePath().normalize().getParent());
  }

  private static void within(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new InputException(option + " " + value, "can be 1 to " + most);
    }
  }

  private Sweep.Result run(SweepPlan plan, SweepFiles files, Interrupts interrupts) {
    try (var progress = Progress.of(nameOf(file), Terminal.of(Cli.spec(spec)), quiet);
        var page = live.open(spec);
        var watch = LiveWork.of(page, nameOf(file), about(plan), cluster::threadsByNode)) {
      return Sweep.run(
          plan,
          files,
          resume,
          new Sweep.Options(
              watch.counted(
                  cluster.crews(
                      threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                      interrupts::isInterrupted,
                      Cli.spec(spec).commandLine().getErr())),
              interrupts::isInterrupted,
              fraction -> {
                progress.show(fraction, cluster::nodes);
                watch.show(fraction);
              }));
    }
  }

  private static String about(SweepPlan plan) {
    return "%s of %s; %s at each point"
        .formatted(
            plan.sample(),
            plan.vary().isEmpty() ? "one point" : String.join(", ", plan.vary()),
            Quantities.count(plan.replications(), "replication"));
  }

  private void show(SweepFindings findings, SweepFiles files, Sweep.Result result) {
    var screen = Cli.screen(spec);
    var text = new SweepText(screen, findings);
    var runs = result.tally().runs();
    if (!quiet) {
      screen.println(headline(result));
      if (!runs.isEmpty()) {
        screen.println();
        text.ranges();
        text.effects();
        text.table();
        text.kinds();
      }
    }
    text.reasons();
    if (!quiet || result.interrupted()) {
      screen.println();
      if (result.interrupted()) {
        screen.println("interrupted; go on with: " + command(files) + " --resume");
      } else {
        screen.println("seed " + result.seed() + "; repeat a run with: " + repeat(result));
      }
      if (!result.byNode().isEmpty()) {
        screen.println(cluster.doneBy("replications", result.byNode()));
      }
      screen.println("results: " + files.lines() + "; ask them with: " + question(files));
    }
    screen.flush();
  }

  private Report report(SweepFindings findings, SweepFiles files, Sweep.Result result) {
    var commands = new ArrayList<Part.Listing>();
    commands.add(new Part.Listing("The command", command(files), false));
    commands.add(
        new Part.Listing(
            "To go on with it, or read its results again", command(files) + " --resume", false));
    if (!result.tally().points().isEmpty()) {
      commands.add(new Part.Listing("The first run alone", repeat(result), false));
    }
    return SweepReport.of(
        nameOf(file),
        findings,
        result,
        List.of(
            "A line of JSON for each run: " + files.lines(),
            "The same as a table: " + files.database() + "; ask it with: " + question(files)),
        Reproduction.section(result.seed(), commands, Reproduction.texts(List.of(file))));
  }

  private String headline(Sweep.Result result) {
    var points = result.tally().points().size();
    var runs = result.tally().runs();
    var done = runs.stream().filter(run -> run.isDone()).count();
    return String.format(
        Locale.ROOT,
        "%s: %s%s, %s%s%s%s",
        nameOf(file),
        Quantities.count(points, "point"),
        result.shortOf().isEmpty() ? "" : " (" + result.shortOf() + ")",
        Quantities.count(runs.size(), "run"),
        done == runs.size() ? "" : " of which " + (runs.size() - done) + " are not done",
        result.found() == 0 ? "" : ", of which " + result.found() + " replications were there",
        result.interrupted() ? "; of " + result.wanted() + " replications, then interrupted" : "");
  }

  private static String question(SweepFiles files) {
    return Program.name()
        + " trace sql "
        + Shell.file(files.database())
        + " 'SELECT point, avg(bandwidth_mib_s) FROM result GROUP BY point ORDER BY point'";
  }

  /** This sweep once more; with {@code --resume} it goes on. */
  private String command(SweepFiles files) {
    var command = new StringBuilder(Program.name() + " sweep ").append(Shell.file(file));
    vary.forEach(axis -> command.append(" --vary ").append(Shell.quoted(axis)));
    overrides.forEach(
        (key, value) -> command.append(" --set ").append(Shell.quoted(key + "=" + value)));
    if (!sample.equals("grid")) {
      command.append(" --sample ").append(sample);
    }
    if (replications > 1) {
      command.append(" --replications ").append(replications);
    }
    if (seed != null) {
      command.append(" --seed ").append(seed);
    }
    return command.append(" --out ").append(Shell.file(files.out())).toString();
  }

  /** The first run of the first point. */
  private String repeat(Sweep.Result result) {
    var command = new StringBuilder(Program.name() + " run ").append(Shell.file(file));
    overrides.forEach(
        (key, value) -> command.append(" --set ").append(Shell.quoted(key + "=" + value)));
    var point = result.tally().points().get(0);
    point
        .settings()
        .forEach((key, value) -> command.append(" --set ").append(Shell.quoted(key + "=" + value)));
    return command.append(" --seed ").append(point.runs().get(0).seed()).toString();
  }
}
