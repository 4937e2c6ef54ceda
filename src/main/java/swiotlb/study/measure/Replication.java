package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import swiotlb.figures.Ending;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.Sums;
import swiotlb.figures.statistics.WarmUp;

/**
 * A machine from boot: what its runs came to. It keeps numbers and no messages.
 *
 * @param number from 1
 * @param warmUp runs that do not count
 * @param runs the figure by which configurations are compared, of each run, those of the warm-up
 *     among them
 * @param values of the runs that count; NaN where there are none
 * @param failures mappings that failed in any run, by reason
 * @param growth of all runs
 * @param broken invariants that broke
 * @param failure why it did not come to its end, or null
 */
public record Replication(
    int number,
    long seed,
    WarmUp warmUp,
    List<Double> runs,
    Map<Metric, Double> values,
    Map<String, Long> failures,
    List<GrowthStep> growth,
    List<String> broken,
    Ending.@Nullable Failure failure) {

  /** Immutable from the start. */
  public Replication {
    runs = List.copyOf(runs);
    values = Map.copyOf(values);
    failures = Map.copyOf(failures);
    growth = List.copyOf(growth);
    broken = List.copyOf(broken);
  }

  /** With the latencies of the runs that count, which are added up and not kept. */
  record Whole(Replication replication, Latencies latencies, long durationNs) {}

  static Whole of(
      int number, long seed, List<Measured> runs, Ending ending, Metric metric, WarmUpRule rule) {
    var series = runs.stream().mapToDouble(metric::of).toArray();
    var warmUp = rule.of(series);
    var counted =
        ending.failure() == null ? runs.subList(warmUp.cut(), runs.size()) : List.<Measured>of();
    var values = new EnumMap<Metric, Double>(Metric.class);
    for (var each : Metric.values()) {
      values.put(each, each.of(counted));
    }
    var failures = new HashMap<String, Long>();
    var growth = new ArrayList<GrowthStep>();
    for (var run : runs) {
      run.get(RunFigures.FAILURES).forEach((why, count) -> failures.merge(why, count, Sums::plus));
      growth.addAll(run.get(RunFigures.GROWTH));
    }
    var latencies = new Latencies();
    counted.forEach(run -> latencies.add(run.get(RunFigures.MAP_LATENCY)));
    var durationNs =
        counted.stream().map(run -> run.get(RunFigures.VIRTUAL_NS)).reduce(0L, Sums::plus);
    var replication =
        new Replication(
            number,
            seed,
            warmUp,
            Arrays.stream(series).boxed().toList(),
            values,
            new TreeMap<>(failures),
            growth,
            ending.broken(),
            ending.failure());
    return new Whole(replication, latencies, durationNs);
  }

  /** Whether all went as it should. */
  public boolean isGood() {
    return failure == null && broken.isEmpty();
  }

  /** A figure of it; NaN if it has none. */
  public double value(Metric metric) {
    return values.getOrDefault(metric, Double.NaN);
  }
}
