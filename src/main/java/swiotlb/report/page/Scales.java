package swiotlb.report.page;

import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** In which units the axes of charts are shown. */
final class Scales {
  private Scales() {}

  static Axis.Scale across(Part.Lines chart) {
    return chart.across().scale(greatest(chart.x().stream().mapToDouble(x -> x)));
  }

  /** Of values and the ends of their intervals. */
  static Axis.Scale up(Part.Lines chart) {
    return chart.up().scale(most(chart));
  }

  static double most(Part.Lines chart) {
    return greatest(
        chart.series().stream()
            .flatMap(line -> Stream.of(line.values(), line.high()))
            .flatMapToDouble(values -> values.stream().mapToDouble(value -> value)));
  }

  static Axis.Scale along(Part.Bars chart) {
    return chart.along().scale(most(chart));
  }

  static double most(Part.Bars chart) {
    return greatest(
        chart.bars().stream()
            .mapToDouble(
                bar ->
                    Math.max(
                        Math.abs(bar.low()),
                        Math.max(Math.abs(bar.value()), Math.abs(bar.high())))));
  }

  /** From the least to the greatest of what is drawn, nothing among it. */
  record Range(double least, double most) {}

  /** Where bars begin and end; those below nothing go to the other side of it. */
  static Range range(Part.Bars chart) {
    var ends =
        chart.bars().stream()
            .flatMapToDouble(bar -> DoubleStream.of(bar.value(), bar.low(), bar.high()))
            .filter(Double::isFinite)
            .summaryStatistics();
    return new Range(Math.min(0, ends.getMin()), Math.max(0, ends.getMax()));
  }

  static Axis.Scale shade(Part.Heat chart) {
    return chart.shade().scale(most(chart));
  }

  static double most(Part.Heat chart) {
    return greatest(
        chart.values().stream().flatMapToDouble(row -> row.stream().mapToDouble(v -> v)));
  }

  private static double greatest(DoubleStream values) {
    return values.filter(value -> !Double.isNaN(value)).map(Math::abs).max().orElse(0);
  }
}
