package swiotlb.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
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
import swiotlb.report.Quantities;
import swiotlb.trace.show.view.TraceDiff;
import swiotlb.trace.store.TraceMessage;
import swiotlb.trace.store.open.TraceFiles;

/** {@code trace diff}: where two traces part. */
@Command(
    name = "diff",
    description =
        "Shows the first message at which two traces part, with its causes on both sides.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 0: equal; 1: not; 2: a file cannot be used."})
final class DiffCommand implements Callable<Integer> {
  private static final int LONGEST_VALUE = 200;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "A trace.")
  private Path first = Path.of(".");

  @Parameters(index = "1", paramLabel = "B", description = "Another one.")
  private Path second = Path.of(".");

  @Option(
      names = "--ignore",
      paramLabel = "NAME",
      split = ",",
      description =
          "What may differ, such as queued or originalAddress: where two seeds part in what is done"
              + " rather than with which addresses. Can be repeated.")
  private Set<String> ignored = new LinkedHashSet<>();

  @Override
  public Integer call() throws IOException {
    return show(first, second, ignored, Cli.spec(spec));
  }

  /** Compares two traces and shows what came of it. */
  static int show(Path first, Path second, Set<String> ignored, CommandSpec spec)
      throws IOException {
    var out = new Output(spec);
    var result = TraceDiff.compare(first, second, ignored);
    if (result.parting().isEmpty()) {
      out.accept("equal: " + Quantities.count(result.messages(), "message"));
    } else {
      var parting = result.parting().get();
      out.accept(
          "equal for "
              + Quantities.count(parting.equal(), "message")
              + (parting.differences().isEmpty()
                  ? "; then one of the traces ends"
                  : "; then they differ in"));
      parting
          .differences()
          .forEach(
              d ->
                  out.printable(
                      "  " + d.name() + ": " + brief(d.first()) + " and " + brief(d.second())));
      side(first, parting.firstCauses(), parting.first(), out);
      side(second, parting.secondCauses(), parting.second(), out);
    }
    result.flaws().forEach(flaw -> out.warn(Optional.of(flaw)));
    result
        .ignoredInVain()
        .forEach(
            name -> out.warn(Optional.of("--ignore " + name + ": nothing of that name differs")));
    out.flush();
    return result.parting().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private static void side(
      Path file, List<TraceMessage> causes, @Nullable TraceMessage message, Output out)
      throws IOException {
    out.accept("");
    out.printable(file + " " + origin(file));
    causes.forEach(cause -> out.accept("    " + out.lines(false).of(cause)));
    out.accept(
        message == null
            ? "  > the trace ends"
            : "  > " + out.lines(false).of(message) + "  (message " + message.id() + ")");
  }

  private static String brief(String value) {
    return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
  }

  /** What was run, as the trace says. */
  private static String origin(Path file) throws IOException {
    try (var trace = TraceFiles.open(file)) {
      var header = trace.header();
      return "("
          + header.scenario().orElse("a scenario that it does not name")
          + (header.seed().isPresent() ? ", seed " + header.seed().getAsLong() : "")
          + (header.scheduleSeed().isPresent()
              ? ", schedule seed " + header.scheduleSeed().getAsLong()
              : "")
          + (header.jitter() ? ", with jitter" : "")
          + ")";
    }
  }
}
