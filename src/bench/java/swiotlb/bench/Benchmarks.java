package swiotlb.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs benchmarks, and shows a table of medians in the end. Arguments are those of JMH. */
public final class Benchmarks {
  private static final String BYTES = "gc.alloc.rate.norm";

  private Benchmarks() {}

  /** Runs those that the arguments choose. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    var options =
        new OptionsBuilder()
            .parent(new CommandLineOptions(arguments))
            .addProfiler(GCProfiler.class)
            .build();
    show(new Runner(options).run());
  }

  private static void show(Collection<RunResult> results) {
    System.out.printf(
        Locale.ROOT,
        "%nJDK %s, %d cores; medians of all iterations%n%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors());
    for (var result : results) {
      Result<?> primary = result.getPrimaryResult();
      System.out.printf(
          Locale.ROOT,
          "%-64s %,14.1f %-6s%s%n",
          nameOf(result),
          primary.getStatistics().getPercentile(50),
          primary.getScoreUnit(),
          secondary(result));
    }
  }

  private static String nameOf(RunResult result) {
    var parameters = result.getParams();
    var name = parameters.getBenchmark().replaceFirst("^.*\\.(\\w+\\.\\w+)$", "$1");
    return name
        + parameters.getParamsKeys().stream()
            .map(key -> " " + key + "=" + parameters.getParam(key))
            .collect(Collectors.joining());
  }

  /** Bytes allocated for one operation, and what a benchmark counts beside it. */
  private static String secondary(RunResult result) {
    var shown = new StringBuilder();
    for (var name : new TreeSet<>(result.getSecondaryResults().keySet())) {
      Result<?> counted = result.getSecondaryResults().get(name);
      var median = counted.getStatistics().getPercentile(50);
      if (name.endsWith(BYTES)) {
        shown.append(String.format(Locale.ROOT, " %,12.1f B/op", median));
      } else if (!name.contains("gc.")) {
        shown.append(
            String.format(Locale.ROOT, " %,12.1f %s %s", median, counted.getScoreUnit(), name));
      }
    }
    return shown.toString();
  }
}
