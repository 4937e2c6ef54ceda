package swiotlb.study.measure;

import java.util.List;
import java.util.function.ToDoubleFunction;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.statistics.Direction;

/** A figure of a replication in one number, by which configurations are compared. */
@SuppressWarnings("ImmutableEnumChecker") // Its functions keep nothing, and words do not change.
public enum Metric {
  /** Moved by completed requests of all devices; the mean of the runs. */
  THROUGHPUT(
      "throughput",
      "MiB/s",
      new Direction("faster", "slower"),
      run -> run.get(RunFigures.BANDWIDTH)),
  /** Completed requests of all devices; the mean of the runs. */
  IOPS("iops", "requests/s", new Direction("faster", "slower"), Metric::iops),
  /** The latency that half of the bounced mappings of all runs do not exceed. */
  P50_MAP("p50-map", 50),
  /** The same of 99 in a hundred. */
  P99_MAP("p99-map", 99),
  /** The same of 999 in a thousand. */
  P999_MAP("p999-map", 99.9),
  /** The longest latency of a bounced mapping of all runs. */
  MAX_MAP("max-map", 100),
  /** Mappings that failed; the mean of the runs. */
  FAILURES(
      "failures", "maps", new Direction("more failures", "fewer failures"), RunFigures::failed),
  /** Mappings in transient pools; the mean of the runs. */
  TRANSIENT(
      "transient",
      "maps",
      new Direction("more transient pools", "fewer transient pools"),
      run -> run.get(RunFigures.TRANSIENT_MAPS)),
  /** Slots of all lasting pools after the last run. */
  SLOTS(
      "slots",
      "slots",
      new Direction("more memory", "less memory"),
      run -> run.get(RunFigures.IO_TLB_NSLABS),
      true),
  /** Most slots in use up to the end of the last run. */
  MOST_USED(
      "most-used",
      "slots",
      new Direction("more in use", "less in use"),
      run -> run.get(RunFigures.IO_TLB_USED_HIWATER),
      true);

  private static final double ALL = 100;

  private final String label;
  private final String unit;
  private final Direction direction;
  private final ToDoubleFunction<Measured> ofRun;
  private final double percent;
  private final boolean isOfLastRun;

  Metric(String label, String unit, Direction direction, ToDoubleFunction<Measured> ofRun) {
    this(label, unit, direction, ofRun, 0, false);
  }

  Metric(
      String label,
      String unit,
      Direction direction,
      ToDoubleFunction<Measured> ofRun,
      boolean isOfLastRun) {
    this(label, unit, direction, ofRun, 0, isOfLastRun);
  }

  Metric(String label, double percent) {
    this(
        label,
        "ns",
        new Direction("longer", "shorter"),
        run -> latency(run.get(RunFigures.MAP_LATENCY), percent),
        percent,
        false);
  }

  Metric(
      String label,
      String unit,
      Direction direction,
      ToDoubleFunction<Measured> ofRun,
      double percent,
      boolean isOfLastRun) {
    this.label = label;
    this.unit = unit;
    this.direction = direction;
    this.ofRun = ofRun;
    this.percent = percent;
    this.isOfLastRun = isOfLastRun;
  }

  /** As a command line names it. */
  public String label() {
    return label;
  }

  /** In what it is counted. */
  public String unit() {
    return unit;
  }

  /** What is said of one that is higher or lower. */
  public Direction direction() {
    return direction;
  }

  @Override
  public String toString() {
    return label;
  }

  /** Of one run; NaN if it has none, such as a latency without mappings. */
  double of(Measured run) {
    return ofRun.applyAsDouble(run);
  }

  /** Of the runs of a replication that count; NaN if they have none. */
  double of(List<Measured> runs) {
    if (runs.isEmpty()) {
      return Double.NaN;
    }
    if (percent > 0) {
      var all = new Latencies();
      runs.forEach(run -> all.add(run.get(RunFigures.MAP_LATENCY)));
      return latency(all, percent);
    }
    return isOfLastRun
        ? of(runs.get(runs.size() - 1))
        : runs.stream().mapToDouble(this::of).sum() / runs.size();
  }

  private static double latency(Latencies latencies, double percent) {
    if (latencies.count() == 0) {
      return Double.NaN;
    }
    return percent == ALL ? latencies.max() : latencies.percentile(percent);
  }

  private static double iops(Measured run) {
    return run.get(RunFigures.DEVICES).stream()
        .mapToDouble(device -> device.get(DeviceFigures.IOPS))
        .sum();
  }
}
