package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.input.InputException;
import swiotlb.trace.life.MappingTimes;
import swiotlb.trace.show.view.Lines;
import swiotlb.trace.show.view.Slowest;
import swiotlb.trace.store.Selection;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.TraceReader;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace show}: messages, a line each. */
@Command(
    name = "show",
    description =
        "Shows messages, a line each: time, sender, receiver, type and fields, indented by cause.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Fields that are 0 or say who gets the answer are left out, and like messages to many actors"
          + " become one line; --full shows all."
    })
final class ShowCommand implements Callable<Integer> {
  private static final long FOLLOW_MS = 200;
  private static final int MOST_FAILURES = 10;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A trace.")
  private Path file = Path.of(".");

  @Mixin private SelectionOptions selection = new SelectionOptions();

  @ArgGroup private Which which = new Which();

  /** Whole lives, or what is written from now on. */
  private static final class Which {
    @Option(
        names = "--failures",
        description = "The lives of mappings that failed, at most " + MOST_FAILURES + " of them.")
    private boolean failures;

    @Option(
        names = "--slowest",
        paramLabel = "N",
        description = "The lives of the N mappings that took longest.")
    private int slowest;

    @Option(
        names = "--follow",
        description = "Goes on as the trace grows, until it is complete or Ctrl-C.")
    private boolean follow;
  }

  @Option(names = "--full", description = "All fields, and a line for every message.")
  private boolean full;

  @Override
  public Integer call() throws IOException {
    if (which.slowest < 0 || (which.slowest == 0 && isGiven("--slowest"))) {
      throw new InputException(
          "--slowest", "is " + which.slowest + "; write a number of mappings, from 1");
    }
    var out = new Output(Cli.spec(spec));
    var chosen = selection.selection();
    if (which.failures || which.slowest > 0) {
      showLives(chosen, out);
    } else {
      showLines(chosen, out);
    }
    out.flush();
    return out.lines() > 0 || out.isClosed() ? ExitCode.DONE : out.nothingChosen(file, chosen);
  }

  private boolean isGiven(String option) {
    return Cli.spec(spec).commandLine().getParseResult().hasMatchedOption(option);
  }

  private void showLines(Selection chosen, Output out) throws IOException {
    while (which.follow && isEmpty(file) && hasWaited()) {
      // Whoever writes it has only just created it.
    }
    if (which.follow && !TraceFiles.isText(file)) {
      throw new InputException("--follow", "needs a trace in .jsonl, which grows line by line");
    }
    if (which.follow) {
      out.flushLines();
    }
    var lines = new Lines(out.lines(full), !full, out);
    try (var trace = TraceFiles.open(file)) {
      var isAtEnd = showRest(trace, chosen, lines, out);
      while (which.follow && isAtEnd && !trace.isComplete() && hasWaited()) {
        isAtEnd = showRest(trace, chosen, lines, out);
      }
      out.warn(isAtEnd ? trace.flaw() : Optional.empty());
    }
  }

  /** Shows what there is; whether that was to its end, and more could be wanted. */
  private static boolean showRest(TraceReader trace, Selection chosen, Lines lines, Output out)
      throws IOException {
    var isOrdered = trace.header().isVirtual();
    @Nullable TraceMessage message = trace.next();
    while (message != null && !out.isClosed() && !(isOrdered && isLater(message, chosen))) {
      if (chosen.test(message)) {
        lines.show(message);
      }
      message = trace.next();
    }
    lines.end();
    out.flush();
    return message == null && !out.isClosed();
  }

  private static boolean isEmpty(Path file) throws IOException {
    return Files.isRegularFile(file) && Files.size(file) == 0;
  }

  private static boolean isLater(TraceMessage message, Selection chosen) {
    return message.isDelivered() && message.atNs() > chosen.toNs();
  }

  private static boolean hasWaited() {
    try {
      Thread.sleep(FOLLOW_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void showLives(Selection chosen, Output out) throws IOException {
    var found = which.failures ? failed(chosen) : slowest(chosen);
    var lives = Lives.of(file, found.stream().map(MappingTimes.Time::mapping).toList());
    if (found.isEmpty()) {
      out.accept(
          (which.failures ? "no mapping failed" : "no mapping was served")
              + (chosen.isAll() ? "" : " in what was chosen"));
    }
    out.warn(lives.recordedInPart(file));
    lives
        .byMapping()
        .forEach(
            (mapping, messages) -> {
              out.accept("");
              out.accept("mapping " + mapping);
              var lines = new Lines(out.lines(full), !full, out);
              messages.forEach(lines::show);
              lines.end();
            });
    out.warn(lives.flaw());
  }

  private List<MappingTimes.Time> failed(Selection chosen) throws IOException {
    var failed = new LinkedHashMap<Long, MappingTimes.Time>();
    read(
        chosen,
        time -> {
          if (!time.failure().isEmpty() && failed.size() < MOST_FAILURES) {
            failed.putIfAbsent(time.mapping(), time);
          }
        });
    return List.copyOf(failed.values());
  }

  private List<MappingTimes.Time> slowest(Selection chosen) throws IOException {
    var slowest = new Slowest(which.slowest);
    read(
        chosen,
        time -> {
          if (time.failure().isEmpty()) {
            slowest.add(time);
          }
        });
    return slowest.slowestFirst();
  }

  /** What the selection leaves out may belong to a time that it does not. */
  private void read(Selection chosen, Consumer<MappingTimes.Time> to) throws IOException {
    var told = new ArrayList<MappingTimes.Time>();
    var times = new MappingTimes(told::add);
    var isPart = new AtomicBoolean();
    try (var trace = TraceFiles.open(file)) {
      trace.forEach(
          message -> {
            times.read(message);
            if (chosen.test(message)) {
              told.forEach(to);
            } else {
              isPart.setPlain(true);
            }
            told.clear();
          });
    }
    times.end();
    if (!isPart.getPlain()) { // As stats does: of live ones nobody can say whether they are chosen.
      told.forEach(to);
    }
  }
}
