package swiotlb.cli.measure;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import swiotlb.figures.statistics.PairedComparison;
import swiotlb.figures.statistics.StoppingRule;
import swiotlb.input.InputException;
import swiotlb.study.measure.Configuration;
import swiotlb.study.measure.Metric;
import swiotlb.study.measure.Plan;
import swiotlb.study.measure.PublishedMeasuring;
import swiotlb.study.measure.PublishedTest;
import swiotlb.study.measure.WarmUpRule;

/** How many replications of how many runs are measured, which of them count, and how surely. */
final class ReplicationOptions {
  private static final int USUAL_REPLICATIONS = 20;
  private static final int LEAST_REPLICATIONS = 10;
  private static final int USUAL_BUDGET = 200;
  private static final int MOST_REPLICATIONS = 100_000;
  private static final double USUAL_CONFIDENCE = 0.95;
  private static final String RUNS = "runs";

  @Option(
      names = "--replications",
      paramLabel = "N",
      description =
          "Machines from boot for each configuration (default: 20); with --precision the least"
              + " (default: 10).")
  private @Nullable Integer replications;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs in each of them, without a reboot (default: as the scenario says).")
  private @Nullable String runs;

  @Option(
      names = "--precision",
      paramLabel = "PART",
      converter = Percent.Converter.class,
      description = "Goes on until every interval is that narrow to each side, such as 1%%.")
  private @Nullable Percent precision;

  @Option(
      names = "--budget",
      paramLabel = "N",
      description = "With --precision: replications at most (default: 200).")
  private @Nullable Integer budget;

  @Option(
      names = "--warm-up",
      paramLabel = "RULE",
      converter = WarmUpConverter.class,
      description =
          "Runs at the beginning of each replication that do not count: what mser5 finds (default),"
              + " none, or a number.")
  private WarmUpRule warmUp = new WarmUpRule.Found();

  @Option(
      names = "--confidence",
      paramLabel = "PART",
      converter = Percent.Converter.class,
      description = "Of all intervals together (default: 95%%).")
  private Percent confidence = new Percent(USUAL_CONFIDENCE);

  @Option(
      names = "--bootstrap",
      description = "Intervals of differences by drawing replications again, besides the t test.")
  private boolean bootstraps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "From which the seeds of replications come (default: that of the first file).")
  private @Nullable Long seed;

  /** The number of runs is a setting as others are. */
  void layOver(Map<String, String> overrides) {
    if (runs != null) {
      overrides.put(RUNS, runs);
    }
  }

  /**
   * What is measured of some configurations.
   *
   * @throws InputException if options do not go together
   */
  Plan plan(List<Configuration> configurations, Metric metric) {
    requireRuns(configurations);
    return new Plan(
        configurations,
        metric,
        warmUp,
        rule(),
        confidence.part(),
        bootstraps,
        seed(configurations));
  }

  /**
   * What is measured of published tests, where a precision is given with the tables.
   *
   * @throws InputException if options do not go together
   */
  PublishedMeasuring.Order order(
      List<PublishedTest> tests,
      List<Configuration> configurations,
      Map<String, String> overrides) {
    if (precision != null) {
      throw new InputException(
          "--precision",
          "is given by the published tables, which all of these files are tests of; leave it out");
    }
    requireRuns(configurations);
    var most = budget == null ? USUAL_BUDGET : budget;
    requireFrom(PairedComparison.LEAST_PAIRS, most, MOST_REPLICATIONS, "--budget");
    if (replications != null) {
      requireFrom(1, replications, MOST_REPLICATIONS, "--replications");
    }
    return new PublishedMeasuring.Order(
        tests,
        overrides,
        replications == null ? OptionalInt.empty() : OptionalInt.of(replications),
        most,
        warmUp,
        confidence.part(),
        bootstraps,
        seed(configurations));
  }

  /** Those that were given, to a command that repeats what was done with a seed. */
  void repeat(Repeat words, Map<String, String> overrides, long usedSeed) {
    overrides.forEach(
        (key, value) -> {
          if (!RUNS.equals(key) || runs == null) {
            words.option("--set", key + "=" + value);
          }
        });
    words.option("--runs", runs);
    words.option("--replications", replications);
    words.option("--precision", precision == null ? null : precision.part());
    words.option("--budget", budget);
    words.option("--warm-up", warmUp instanceof WarmUpRule.First first ? first.cut() : null);
    words.option("--confidence", confidence.part() == USUAL_CONFIDENCE ? null : confidence.part());
    if (bootstraps) {
      words.word("--bootstrap");
    }
    words.option("--seed", usedSeed);
  }

  private long seed(List<Configuration> configurations) {
    return seed == null ? configurations.get(0).scenario().seed() : seed;
  }

  private void requireRuns(List<Configuration> configurations) {
    if (warmUp instanceof WarmUpRule.First first) {
      for (var configuration : configurations) {
        if (first.cut() >= configuration.scenario().runs()) {
          throw new InputException(
              "--warm-up",
              "leaves nothing of %d runs of %s; give more --runs"
                  .formatted(configuration.scenario().runs(), configuration.name()));
        }
      }
    }
  }

  private StoppingRule rule() {
    if (replications != null) {
      requireFrom(1, replications, MOST_REPLICATIONS, "--replications");
    }
    if (precision == null) {
      if (budget != null) {
        throw new InputException("--budget", "is for --precision; say --replications instead");
      }
      return StoppingRule.fixed(replications == null ? USUAL_REPLICATIONS : replications);
    }
    var least = replications == null ? LEAST_REPLICATIONS : replications;
    var most = budget == null ? Math.max(least, USUAL_BUDGET) : budget;
    requireFrom(PairedComparison.LEAST_PAIRS, least, MOST_REPLICATIONS, "--replications");
    requireFrom(least, most, MOST_REPLICATIONS, "--budget");
    return new StoppingRule(least, most, precision.part());
  }

  static void requireFrom(int least, int value, int most, String option) {
    if (value < least || value > most) {
      throw new InputException(
          option, "is %d; give a number from %d to %d".formatted(value, least, most));
    }
  }
}
