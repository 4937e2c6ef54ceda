package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.figures.Latencies;
import swiotlb.figures.Sums;
import swiotlb.figures.statistics.Interval;
import swiotlb.figures.statistics.Intervals;
import swiotlb.figures.statistics.Moments;

/** The replications of one configuration. Filled on one thread, and left alone then. */
public final class Sample {
  private final Configuration configuration;
  private final List<Replication> replications = new ArrayList<>();
  private final Latencies latencies = new Latencies();
  private long durationNs;

  Sample(Configuration configuration) {
    this.configuration = configuration;
  }

  void add(Replication.Whole whole) {
    replications.add(whole.replication());
    latencies.add(whole.latencies());
    durationNs = Sums.plus(durationNs, whole.durationNs());
  }

  /** Of what. */
  public Configuration configuration() {
    return configuration;
  }

  /** In order of their numbers. */
  public List<Replication> replications() {
    return List.copyOf(replications);
  }

  /** Of bounced mappings, of all runs that count. */
  public Latencies latencies() {
    return latencies;
  }

  /** Simulated time of all runs that count. */
  public long durationNs() {
    return durationNs;
  }

  /** A figure of each replication. */
  public double[] values(Metric metric) {
    return replications.stream().mapToDouble(r -> r.value(metric)).toArray();
  }

  /** Mean and spread of a figure over the replications. */
  public Moments moments(Metric metric) {
    return Moments.of(values(metric));
  }

  /** Of the mean of a figure; empty if a replication has none, or there are too few. */
  public Optional<Interval> interval(Metric metric, double confidence) {
    var values = values(metric);
    return Arrays.stream(values).allMatch(Double::isFinite)
        ? Intervals.student(values, confidence)
        : Optional.empty();
  }

  /** Mappings that failed in all runs of all replications, by reason. */
  public Map<String, Long> failures() {
    var all = new TreeMap<String, Long>();
    replications.forEach(
        r -> r.failures().forEach((why, count) -> all.merge(why, count, Sums::plus)));
    return all;
  }

  /** Whether two of its replications differ in any figure. */
  public boolean isRandom() {
    return replications.stream().map(Replication::values).distinct().count() > 1;
  }

  /** Whether every replication went as it should. */
  public boolean isGood() {
    return replications.stream().allMatch(Replication::isGood);
  }
}
