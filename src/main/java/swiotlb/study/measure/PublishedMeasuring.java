package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import swiotlb.figures.statistics.PublishedDifference;
import swiotlb.figures.statistics.StoppingRule;
import swiotlb.study.work.Crew;
import swiotlb.study.work.Crews;
import swiotlb.study.work.Job;

/**
 * Repeats the published measurements: each test on each of the kernels, so often that the error of
 * the simulated mean is a tenth of that of the published one, and once more without noise, which is
 * what the mechanism explains.
 */
public final class PublishedMeasuring {
  private static final int LEAST = 10;
  private static final int WITHOUT_NOISE = 3;

  /** An interval reaches about two standard errors to each side. */
  private static final double HALF_WIDTH_IN_ERRORS = 2;

  private static final double PART_OF_PUBLISHED = 0.1;

  /** Where nothing was published. */
  private static final double USUAL_PRECISION = 0.01;

  /**
   * How it is repeated.
   *
   * @param overrides settings over those of all tests
   * @param replications just so many; empty: as many as it takes, within the budget
   * @param seed from which all others come
   */
  public record Order(
      List<PublishedTest> tests,
      Map<String, String> overrides,
      OptionalInt replications,
      int budget,
      WarmUpRule warmUp,
      double confidence,
      boolean bootstraps,
      long seed) {}

  private final PublishedTable table = PublishedTable.read();
  private final Order order;

  private PublishedMeasuring(Order order) {
    this.order = order;
  }

  /**
   * What was repeated.
   *
   * @param tests those that came to their end
   * @param asked how many there should have been
   */
  public record Result(List<RepeatedTest> tests, int asked) {
    /** Immutable from the start. */
    public Result {
      tests = List.copyOf(tests);
    }

    /** Whether some are left out, since somebody did not want to wait for them. */
    public boolean interrupted() {
      return tests.size() < asked;
    }
  }

  /**
   * Repeats them; a test that was interrupted is left out.
   *
   * @param crews who run replications
   * @param isInterrupted asked now and then; once it holds, the tests so far are shown
   * @param progress hears now and then how far it is, from 0 to 1, on any thread
   */
  public static Result run(
      Order order, Crews crews, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    try (var crew = crews.forJob(() -> job(order))) {
      return new PublishedMeasuring(order).run(crew, isInterrupted, progress);
    }
  }

  private static Job job(Order order) {
    return MeasureKind.job(
        order.tests().stream()
            .flatMap(test -> test.configurations(order.overrides()).stream())
            .toList());
  }

  private Result run(Crew crew, BooleanSupplier isInterrupted, DoubleConsumer progress) {
    var repeated = new ArrayList<RepeatedTest>();
    var tests = order.tests();
    for (var i = 0; i < tests.size(); i++) {
      var test = tests.get(i);
      var before = i;
      var outcome =
          Measuring.run(
              plan(test.configurations(order.overrides()), rule(test)),
              crew,
              isInterrupted,
              part -> progress.accept((before + part) / tests.size()));
      if (outcome.interrupted()) {
        break;
      }
      var quiet = quiet(test, crew, isInterrupted);
      if (quiet.filter(Outcome::interrupted).isPresent()) {
        break;
      }
      repeated.add(RepeatedTest.of(test, table, outcome, quiet));
    }
    return new Result(repeated, tests.size());
  }

  private Optional<Outcome> quiet(PublishedTest test, Crew crew, BooleanSupplier isInterrupted) {
    return test.withoutNoise(order.overrides())
        .map(
            configurations ->
                Measuring.run(
                    plan(configurations, StoppingRule.fixed(WITHOUT_NOISE)),
                    crew,
                    isInterrupted,
                    part -> {}));
  }

  private Plan plan(List<Configuration> configurations, StoppingRule rule) {
    return new Plan(
        configurations,
        Metric.THROUGHPUT,
        order.warmUp(),
        rule,
        order.confidence(),
        order.bootstraps(),
        order.seed());
  }

  private StoppingRule rule(PublishedTest test) {
    if (order.replications().isPresent()) {
      return StoppingRule.fixed(order.replications().getAsInt());
    }
    var precision =
        table.cells().stream()
            .filter(c -> c.platform().equals(test.platform()) && c.test().equals(test.test()))
            .flatMap(cell -> cell.difference().stream())
            .mapToDouble(PublishedDifference::standardError)
            .min()
            .stream()
            .map(error -> HALF_WIDTH_IN_ERRORS * PART_OF_PUBLISHED * error)
            .findAny()
            .orElse(USUAL_PRECISION);
    return new StoppingRule(Math.min(LEAST, order.budget()), order.budget(), precision);
  }
}
