package swiotlb.study.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.Moments;

/**
 * A published test beside what the simulator makes of it.
 *
 * @param cells of the kernels, in their order
 * @param outcome of which they were made
 */
public record RepeatedTest(PublishedTest test, List<Cell> cells, Outcome outcome) {
  private static final long SLOT_BYTES = 2048;

  /** Immutable from the start. */
  public RepeatedTest {
    cells = List.copyOf(cells);
  }

  /**
   * A kernel in the test.
   *
   * @param published absent if nothing was
   * @param variation over the runs of a replication, on average (the root of the mean square)
   * @param variationLater the same without the first run of each
   * @param difference from the base; NaN of that itself
   * @param mechanism the same without noise; absent where that cannot be had
   * @param memoryBytes of lasting pools in the end, on average
   * @param growth of the first replication
   */
  public record Cell(
      PublishedKernel kernel,
      Optional<PublishedTable.Cell> published,
      double variation,
      double variationLater,
      double difference,
      Optional<Interval> interval,
      OptionalDouble mechanism,
      double memoryBytes,
      List<GrowthStep> growth) {
    /** Immutable from the start. */
    public Cell {
      growth = List.copyOf(growth);
    }

    /**
     * By how many standard errors of what was published the difference is above it; absent if
     * nothing was published, or nothing came of a replication.
     */
    public OptionalDouble z() {
      return published.flatMap(PublishedTable.Cell::difference).stream()
          .mapToDouble(p -> p.z(difference))
          .filter(Double::isFinite)
          .findAny();
    }
  }

  static RepeatedTest of(
      PublishedTest test, PublishedTable table, Outcome outcome, Optional<Outcome> quiet) {
    var kernels = PublishedKernel.values();
    var cells = new Cell[kernels.length];
    for (var i = 0; i < cells.length; i++) {
      var number = i;
      var sample = outcome.samples().get(i);
      var comparison = i == 0 ? null : outcome.comparisons().get(i - 1);
      cells[i] =
          new Cell(
              kernels[i],
              table.cell(test.platform(), test.test(), kernels[i]),
              variation(sample, 0),
              variation(sample, 1),
              comparison == null ? Double.NaN : comparison.relativeDifference(),
              comparison == null ? Optional.empty() : comparison.interval(),
              i == 0
                  ? OptionalDouble.empty()
                  : quiet.stream()
                      .mapToDouble(q -> q.comparisons().get(number - 1).relativeDifference())
                      .filter(Double::isFinite)
                      .findAny(),
              sample.moments(Metric.SLOTS).mean() * SLOT_BYTES,
              sample.replications().isEmpty() ? List.of() : sample.replications().get(0).growth());
    }
    return new RepeatedTest(test, List.of(cells), outcome);
  }

  /** Over the runs of a replication from a certain one on; the root of the mean square of all. */
  private static double variation(Sample sample, int from) {
    return Math.sqrt(
        sample.replications().stream()
            .mapToDouble(replication -> variation(replication, from))
            .map(v -> v * v)
            .average()
            .orElse(Double.NaN));
  }

  private static double variation(Replication replication, int from) {
    var runs = replication.runs().stream().mapToDouble(v -> v).toArray();
    return runs.length <= from
        ? Double.NaN
        : Moments.of(Arrays.copyOfRange(runs, from, runs.length)).coefficientOfVariation();
  }
}
