package swiotlb.cli.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.Interrupts;
import swiotlb.cli.terminal.Progress;
import swiotlb.cli.terminal.Terminal;
import swiotlb.input.InputException;
import swiotlb.input.Screen;
import swiotlb.input.Text;
import swiotlb.report.Quantities;
import swiotlb.scenario.Scenario;
import swiotlb.study.explore.Finding;
import swiotlb.study.explore.ThreadedRun;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.store.TraceHeader;

/**
 * Runs a scenario again and again on real threads that are disturbed between messages, until one
 * run breaks, whose trace is kept: it is all that there is of it.
 */
final class ThreadedExploration {
  /** Unless another is said: seconds for a small scenario. */
  static final Budget BUDGET = new Budget(200, 0);

  /** Options that are for virtual time alone. */
  private static final List<String> OF_CHOICES =
      List.of(
          "--strategy",
          "--depth",
          "--orders",
          "--late",
          "--swarm",
          "--starved",
          "--all",
          "--reach",
          "--threads",
          "--live",
          "--report",
          "--cluster",
          "--local-nodes");

  static final String TRACE = "trace.jsonl";

  private final Scenario scenario;
  private final long seed;
  private final Budget budget;
  private final Path folder;
  private final Set<Long> timelines = new HashSet<>();
  private long runs;
  private long messages;
  private @Nullable Finding finding;
  private @Nullable Path kept;
  private boolean isStranded;

  /**
   * Nothing run yet.
   *
   * @param scenario in concurrent mode
   * @param folder where the trace of a run that breaks goes
   */
  ThreadedExploration(Scenario scenario, long seed, Budget budget, Path folder) {
    this.scenario = scenario;
    this.seed = seed;
    this.budget = budget;
    this.folder = folder;
  }

  /**
   * Refuses options that tell how orders are chosen.
   *
   * @throws InputException that names the first of them
   */
  static void requireNoChoices(CommandSpec spec) {
    for (var option : OF_CHOICES) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new InputException(
            option,
            "tells how orders are chosen or looked at; with --mode concurrent they come about by themselves");
      }
    }
  }

  /** Runs it, and shows what came of it; returns whether nothing went wrong. */
  boolean run(CommandSpec spec) throws IOException {
    try (var interrupts = new Interrupts()) {
      try (var progress = Progress.of(scenario.name(), Terminal.of(spec), false)) {
        run(interrupts::isInterrupted, progress);
      }
      var screen = Cli.screen(spec);
      print(interrupts.isInterrupted(), screen);
      screen.flush();
      return finding == null;
    }
  }

  private void run(BooleanSupplier isInterrupted, Progress progress) throws IOException {
    var beganNs = System.nanoTime();
    var trace = Files.createTempFile("swiotlb-sim", ".jsonl");
    try {
      while (finding == null && !isInterrupted.getAsBoolean()) {
        var done = budget.done(runs, System.nanoTime() - beganNs);
        if (done >= 1) {
          break;
        }
        progress.show(done, () -> Quantities.count(timelines.size(), "timeline"));
        once(trace, isInterrupted);
      }
      if (finding != null) {
        keep(trace);
      }
    } finally {
      if (!isStranded) {
        Files.deleteIfExists(trace);
      }
    }
  }

  /** Where it cannot be kept as it should, it stays where it is: there is no other of it. */
  private void keep(Path trace) {
    kept = folder.resolve(TRACE);
    try {
      Files.createDirectories(folder);
      Files.move(trace, kept, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      kept = trace;
      isStranded = true;
    }
  }

  private void once(Path trace, BooleanSupplier isInterrupted) throws IOException {
    Files.deleteIfExists(trace);
    var header = TraceHeader.whole(false, scenario.name(), scenario.seed());
    try (var store = TraceStores.create(trace, header)) {
      var run = ThreadedRun.of(scenario, seed + runs, store, isInterrupted);
      runs++;
      messages += run.messages();
      timelines.add(run.timeline());
      finding = run.finding();
    }
  }

  private void print(boolean isInterrupted, Screen screen) {
    screen.println(
        Text.onOneLine(
            "%s: %s on real threads that were disturbed (seed %d), %s%s"
                .formatted(
                    scenario.name(),
                    Quantities.count(runs, "run"),
                    seed,
                    Quantities.count(timelines.size(), "timeline"),
                    isInterrupted ? "; interrupted" : "")));
    if (runs > 0) {
      screen.println("each has %,d messages on average".formatted(messages / runs));
    }
    screen.println("none of them can be repeated: the same seed disturbs, and orders differ");
    screen.println("");
    var wrong = finding;
    if (wrong == null) {
      screen.println("nothing went wrong in these; without --mode far more can be looked at");
      return;
    }
    screen.println("run %,d: %s".formatted(runs, wrong.kind().words()));
    wrong.what().lines().forEach(line -> screen.println("  " + Text.printable(line)));
    screen.println(
        Text.onOneLine(
            "its trace: " + kept + (isStranded ? " (" + folder + " cannot be written)" : "")));
  }
}
