package swiotlb.cli.explore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.cluster.ClusterOptions;
import swiotlb.cli.live.LiveExploration;
import swiotlb.cli.live.LiveOptions;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.ReportFolder;
import swiotlb.cli.terminal.Reproduction;
import swiotlb.cli.terminal.Shell;
import swiotlb.cli.terminal.Terminal;
import swiotlb.explore.Lateness;
import swiotlb.input.InputException;
import swiotlb.input.Program;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.report.page.Part;
import swiotlb.scenario.Scenario;
import swiotlb.scenario.ScenarioReader;
import swiotlb.study.explore.ExploreKind;
import swiotlb.study.explore.ExplorePlan;
import swiotlb.study.explore.Explored;
import swiotlb.study.explore.Exploring;
import swiotlb.study.explore.NearestPassing;
import swiotlb.study.explore.Smallest;
import swiotlb.study.explore.StrategyName;
import swiotlb.study.work.Crew;
import swiotlb.workload.Fault;

/** {@code explore}: looks for an order of events in which a scenario goes wrong. */
@Command(
    name = "explore",
    description =
        "Runs a scenario in many of the orders in which its events can happen, looks for what goes"
            + " wrong, and makes that as small as it can be.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Payload and invariants are checked unless the scenario says otherwise. That nothing went wrong"
          + " says nothing of orders that were not tried.",
      "Exit code 0: nothing went wrong; 1: something did, or a wanted situation was not reached; 2:"
          + " bad input."
    })
public final class ExploreCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 1024;
  private static final int DEPTH = 3;
  private static final long LATE_NS = 100_000;

  /** So many that nodes have work, whose number may change. */
  private static final int BATCHES_ON_THEIR_WAY = 256;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A scenario (HOCON).")
  private Path file = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a setting, such as devices.sata0.jobs.load.depth=8.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Option(
      names = "--strategy",
      paramLabel = "NAME",
      description = {
        "How choices are made (default: ${DEFAULT-VALUE}): random, each by itself; pct, by random"
            + " priorities of chains of messages; feedback, on from runs that showed something new; exhaustive, every order, once."
      })
  private StrategyName strategy = StrategyName.RANDOM;

  @Option(
      names = "--budget",
      paramLabel = "N|TIME",
      converter = Budget.Converter.class,
      description =
          "How many schedules at most (default: 10000), or for how long, such as 60s; how far it"
              + " comes in a time differs from machine to machine; on real threads runs (default: 200).")
  private @Nullable Budget budget;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description = "Of pct: messages whose order makes the mistake (default: 3).")
  private @Nullable Integer depth;

  @Option(
      names = "--orders",
      paramLabel = "WHICH",
      description = {
        "any (default): a message may come before every other, whatever time each takes, as if CPUs"
            + " were taken away for any time; timed: at its time, or late by up to --late."
      })
  private Orders orders = Orders.ANY;

  /** In which orders messages come. */
  private enum Orders {
    ANY,
    TIMED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--late",
      paramLabel = "NS",
      description =
          "With --orders timed: nanoseconds by which a message is late at most (default: 100000), as"
              + " if a CPU had been taken away meanwhile.")
  private @Nullable Long late;

  @Option(names = "--seed", paramLabel = "N", description = "Of all choices (default: 1).")
  private long seed = 1;

  @Option(
      names = "--swarm",
      description =
          "Draws anew, from the seed, every hundred schedules, which faults happen and how often; mistakes"
              + " of drivers stay at the rates of the scenario.")
  private boolean swarm;

  @Option(
      names = "--starved",
      paramLabel = "K",
      description =
          "A request starves that is passed over more than K times, by requests that came later and"
              + " got slots, or wanted no less and got them between its tries (default: starved-after"
              + " of the scenario, which is 0 unless it says otherwise: that is not looked at).")
  private @Nullable Long starved;

  @Option(
      names = "--all",
      description = "Goes on after something went wrong, and tells one of each kind.")
  private boolean all;

  @Option(
      names = "--reach",
      split = ",",
      paramLabel = "SITUATION",
      description = "Ends with 1 unless a run comes to this situation; several with commas.")
  private List<String> wanted = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the choices of what went wrong go (default: the scenario's name and .found).")
  private @Nullable Path out;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Writes a report into a folder: a page for a browser, and of each that went wrong a page with"
              + " diagrams of it and of the nearest schedule that does not fail, and the files that repeat it.")
  private @Nullable Path report;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Schedules side by side (default: one for each core); changes no result.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private ClusterOptions cluster = new ClusterOptions();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = {
        "virtual (default): orders are chosen, and can be repeated; concurrent: they come about, on real"
            + " threads that yield or stop for a moment between messages. A smoke test that cannot be"
            + " repeated; the trace of a run that breaks is kept."
      })
  private Scenario.Mode mode = Scenario.Mode.VIRTUAL;

  @Mixin private LiveOptions live = new LiveOptions();

  @Override
  public Integer call() throws IOException {
    check();
    if (mode == Scenario.Mode.CONCURRENT) {
      return onRealThreads();
    }
    var scenario = read(overrides);
    if (scenario.mode() != Scenario.Mode.VIRTUAL) {
      throw new InputException(
          file.toString(),
          "runs in concurrent mode, in which nothing can be chosen; set mode=virtual, or say --mode concurrent");
    }
    scenario.notes().forEach(this::warn);
    sayWhatIsLateInVain(scenario);
    var plan = plan(scenario);
    var folder = folder(scenario);
    Cli.requireApart(List.of(file), folder, report, report == null ? null : page(report));
    FindingFolder.requireUsable(folder, file);
    if (report != null
        && file.toAbsolutePath().normalize().startsWith(report.toAbsolutePath().normalize())) {
      throw new InputException(
          file.toString(), "lies in the report that would be written anew; name another folder");
    }
    try (var interrupts = new Interrupts();
        var reported = report == null ? null : ReportFolder.prepare(report);
        var page = live.open(spec)) {
      var shown = page == null ? null : page.exploration(plan);
      var explored = explore(plan, interrupts, shown);
      var isInterrupted = interrupts.isInterrupted(); // Later it concerns what is made small.
      var screen = Cli.screen(spec);
      ExploreText.print(explored, isInterrupted, screen);
      if (!explored.byNode().isEmpty()) {
        screen.println(cluster.doneBy("batches", explored.byNode()));
      }
      screen.flush();
      var findings = new ReportedFindings(file);
      var unwritten = new ArrayList<InputException>();
      for (var wrong : explored.wrong()) {
        if (shown != null) {
          shown.say("makes schedule " + wrong.schedule() + " small");
        }
        var name = explored.wrong().size() > 1 ? "choices-" + wrong.schedule() : "choices";
        try {
          var kept = keep(plan, wrong, new KeptFinding.Names(folder, name), interrupts);
          if (reported != null) {
            findings.add(kept, repetition(kept.names().choices()));
          }
        } catch (InputException e) {
          unwritten.add(e); // Others may fit, and all are shown.
        }
      }
      if (!unwritten.isEmpty()) {
        throw unwritten.get(0);
      }
      if (reported != null) {
        write(reported, explored, isInterrupted, findings);
      }
      return explored.wrong().isEmpty() && reachedAll(explored) ? ExitCode.DONE : ExitCode.FAILED;
    }
  }

  private static Path page(Path report) {
    return report.resolve("index.html");
  }

  private void write(
      ReportFolder folder, Explored explored, boolean isInterrupted, ReportedFindings findings) {
    var command = new Part.Listing("The command", Reproduction.command(spec), false);
    folder.write(
        ExploreReport.of(
            explored, isInterrupted, findings, command, Reproduction.texts(List.of(file))),
        findings.beside(),
        spec,
        true);
  }

  private int onRealThreads() throws IOException {
    ThreadedExploration.requireNoChoices(Cli.spec(spec));
    overrides.put("mode", "concurrent");
    var scenario = read(overrides);
    scenario.notes().forEach(this::warn);
    FindingFolder.requireUsableForTrace(folder(scenario), file);
    var runs = budget == null ? ThreadedExploration.BUDGET : budget;
    return new ThreadedExploration(scenario, seed, runs, folder(scenario)).run(Cli.spec(spec))
        ? ExitCode.DONE
        : ExitCode.FAILED;
  }

  private Path folder(Scenario scenario) {
    return out == null ? Path.of(scenario.name() + ".found") : out;
  }

  private ExplorePlan plan(Scenario scenario) {
    var budget = this.budget == null ? new Budget(10_000, 0) : this.budget;
    var plan =
        new ExplorePlan(
            scenario,
            strategy,
            seed,
            budget.schedules(),
            budget.timeNs(),
            depth == null ? DEPTH : depth,
            orders == Orders.TIMED,
            new Lateness(late == null ? LATE_NS : late),
            all);
    return swarm ? plan.inSwarm() : plan;
  }

  private void check() {
    require("--threads", threads, MOST_THREADS);
    checkChoices();
    if (swarm && strategy == StrategyName.EXHAUSTIVE) {
      throw new InputException(
          "--swarm",
          "draws rates of faults, by which exhaustive does not go; use another strategy");
    }
    if (cluster.isCluster() && strategy == StrategyName.EXHAUSTIVE) {
      throw new InputException(
          "--strategy exhaustive", "goes on from what one process has seen; leave nodes out");
    }
    for (var name : wanted) {
      if (!Explored.situations().contains(name)) {
        throw new InputException(
            "--reach " + name, "is none of " + String.join(", ", Explored.situations()));
      }
    }
    if (starved != null) {
      require("--starved", starved, 1_000_000);
      overrides.put("starved-after", Long.toString(starved));
    }
    overrides.putIfAbsent("check-payload", "true");
    overrides.putIfAbsent("invariants", "true");
  }

  /** What would change nothing is refused. */
  private void checkChoices() {
    if (depth != null) {
      require("--depth", depth, 100);
      if (strategy != StrategyName.PCT && mode == Scenario.Mode.VIRTUAL) {
        throw new InputException("--depth", "is of pct alone; say --strategy pct, or leave it out");
      }
    }
    if (late != null) {
      require("--late", late, 1_000_000_000);
      if (orders != Orders.TIMED && mode == Scenario.Mode.VIRTUAL) {
        throw new InputException(
            "--late",
            "makes no difference where a message may come before every other anyway; say --orders"
                + " timed, or leave it out");
      }
    }
  }

  /** Rates that change nothing are said. */
  private void sayWhatIsLateInVain(Scenario scenario) {
    if (orders == Orders.TIMED) {
      return;
    }
    var late =
        Arrays.stream(Fault.values())
            .filter(fault -> fault.isLateness() && scenario.faults().perMille(fault) > 0)
            .map(Fault::word)
            .toList();
    if (!late.isEmpty()) {
      warn(
          "faults that make something late (%s) make no difference where a message may come before every other anyway; --orders timed has them"
              .formatted(String.join(", ", late)));
    }
  }

  private static void require(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new InputException(
          option, "%d is not possible; it is from 1 to %,d".formatted(value, most));
    }
  }

  private Scenario read(Map<String, String> settings) {
    return new ScenarioReader().read(file, settings);
  }

  private Explored explore(
      ExplorePlan plan, Interrupts interrupts, @Nullable LiveExploration shown) {
    var beganNs = System.nanoTime();
    try (var progress = Progress.of(plan.scenario().name(), Terminal.of(Cli.spec(spec)), false);
        var crew = crew(plan, interrupts)) {
      return Exploring.run(
          plan,
          new Exploring.Hands(
              crew, cluster.isCluster() ? BATCHES_ON_THEIR_WAY : threads, !cluster.isCluster()),
          interrupts::isInterrupted,
          explored -> {
            var fraction =
                plan.longestNs() > 0
                    ? Math.min(1, (double) (System.nanoTime() - beganNs) / plan.longestNs())
                    : (double) explored.schedules() / plan.schedules();
            progress.show(
                fraction,
                () ->
                    "%d timelines, %d wrong %s"
                        .formatted(explored.timelines(), explored.wrong().size(), cluster.nodes()));
            if (shown != null) {
              shown.show(explored, fraction);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  private Crew crew(ExplorePlan plan, Interrupts interrupts) {
    return cluster
        .crews(threads, interrupts::isInterrupted, Cli.spec(spec).commandLine().getErr())
        .forJob(() -> ExploreKind.job(plan, file, overrides));
  }

  private KeptFinding keep(
      ExplorePlan plan, Explored.Wrong wrong, KeptFinding.Names names, Interrupts interrupts)
      throws IOException {
    var small = Smallest.of(plan, this::read, overrides, wrong, interrupts::isInterrupted);
    var nearest = NearestPassing.of(plan, small, interrupts::isInterrupted);
    var screen = Cli.screen(spec);
    var kept = kept(wrong, small, nearest, names, screen);
    ExploreText.print(kept, screen);
    screen.println(Text.onOneLine("repeat: " + repetition(names.choices())));
    screen.flush();
    return kept;
  }

  /** What cannot be written is at least shown. */
  private static KeptFinding kept(
      Explored.Wrong wrong,
      Smallest.Small small,
      NearestPassing.Found nearest,
      KeptFinding.Names names,
      Screen screen) {
    try {
      return KeptFinding.keep(wrong, small, nearest, names);
    } catch (IOException | UncheckedIOException e) {
      ExploreText.printNotKept(wrong, small, screen);
      screen.flush();
      throw new InputException(
          names.folder().toString(), "cannot be written: " + e.getMessage() + "; is there space?");
    } catch (InputException e) {
      ExploreText.printNotKept(wrong, small, screen);
      screen.flush();
      throw e;
    }
  }

  private String repetition(Path choices) {
    return "%s run %s --choices %s"
        .formatted(Program.name(), Shell.file(file), Shell.file(choices));
  }

  private boolean reachedAll(Explored explored) {
    var isReached = true;
    for (var situation : explored.reached()) {
      if (wanted.contains(situation.name()) && situation.schedules() == 0) {
        warn("--reach " + situation.name() + ": no run came to it");
        isReached = false;
      }
    }
    return isReached;
  }

  private void warn(String text) {
    var err = Cli.spec(spec).commandLine().getErr();
    err.println(Text.onOneLine(text));
    err.flush();
  }
}
