package swiotlb.study.advise;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.figures.CoherentFigures;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.FailureFigures;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.SharedMemoryFigures;
import swiotlb.figures.Sums;

/**
 * What became of one machine from its boot to the end of its runs.
 *
 * @param bounced mappings that were bounced
 * @param failed mappings that failed, by device and reason; of more kinds than are told apart, the
 *     rest without a device
 * @param first the first of them
 * @param p99MapNs latency of 99 in a hundred bounced mappings; NaN if there are none
 * @param poolSlots of all lasting pools in the end
 * @param usedSlots most in use at a time
 * @param coherentBytes most in use of coherent pools
 * @param leaked slots that are never given back, by device
 * @param deliveries messages that it took
 * @param durationNs of all runs
 * @param wrong invariants that broke, or why it did not come to its end
 */
public record Trial(
    long bounced,
    Map<Failure, Long> failed,
    Optional<FirstFailure> first,
    long transientMaps,
    double p99MapNs,
    long poolSlots,
    long usedSlots,
    long coherentBytes,
    Map<String, Long> leaked,
    long deliveries,
    long durationNs,
    List<String> wrong) {

  /** A device and the reason why mappings of it fail, as results name it. */
  public record Failure(String device, String reason) implements Comparable<Failure> {
    @Override
    public int compareTo(Failure that) {
      return Comparator.comparing(Failure::device)
          .thenComparing(Failure::reason)
          .compare(this, that);
    }
  }

  /** The first mapping that failed. */
  public record FirstFailure(Failure failure, long bytes, long atNs) {}

  private static final double P99 = 99;

  /** Immutable from the start. */
  public Trial {
    leaked = Map.copyOf(leaked);
    wrong = List.copyOf(wrong);
  }

  static Trial of(List<Measured> runs, List<String> wrong) {
    var latencies = new Latencies();
    runs.forEach(run -> latencies.add(run.get(RunFigures.MAP_LATENCY)));
    var last = runs.get(runs.size() - 1);
    var leaked = new TreeMap<String, Long>();
    for (var device : last.get(RunFigures.DEVICES)) {
      leaked.merge(
          device.get(DeviceFigures.DEVICE), device.get(DeviceFigures.LEAKED_SLOTS), Sums::plus);
    }
    leaked.values().removeIf(slots -> slots == 0);
    return new Trial(
        sum(runs, run -> run.get(RunFigures.MAPS) - run.get(RunFigures.DIRECT_MAPS)),
        failed(runs),
        first(runs),
        sum(runs, run -> run.get(RunFigures.TRANSIENT_MAPS)),
        latencies.count() == 0 ? Double.NaN : latencies.percentile(P99),
        last.get(RunFigures.IO_TLB_NSLABS),
        last.get(RunFigures.IO_TLB_USED_HIWATER),
        coherentBytes(last),
        leaked,
        sum(runs, run -> run.get(RunFigures.DELIVERIES)),
        sum(runs, run -> run.get(RunFigures.VIRTUAL_NS)),
        wrong);
  }

  private interface OfRun {
    long of(Measured run);
  }

  private static long sum(List<Measured> runs, OfRun figure) {
    return runs.stream().mapToLong(figure::of).reduce(0L, Sums::plus);
  }

  private static Map<Failure, Long> failed(List<Measured> runs) {
    var failed = new TreeMap<Failure, Long>();
    for (var run : runs) {
      for (var alike : run.get(RunFigures.FAILED_ALIKE)) {
        failed.merge(failure(alike), alike.get(FailureFigures.COUNT), Sums::plus);
      }
      var others = run.get(RunFigures.FAILED_OTHERWISE);
      if (others > 0) {
        failed.merge(new Failure("", "others"), others, Sums::plus);
      }
    }
    return failed;
  }

  private static Optional<FirstFailure> first(List<Measured> runs) {
    return runs.stream()
        .flatMap(run -> run.get(RunFigures.FAILED_ALIKE).stream())
        .map(
            alike ->
                new FirstFailure(
                    failure(alike),
                    alike.get(FailureFigures.BYTES),
                    alike.get(FailureFigures.FIRST_NS)))
        .min(Comparator.comparingLong(FirstFailure::atNs));
  }

  private static Failure failure(Measured alike) {
    return new Failure(alike.get(FailureFigures.DEVICE), alike.get(FailureFigures.REASON));
  }

  private static long coherentBytes(Measured run) {
    var shared = run.get(RunFigures.SHARED_MEMORY);
    var plain = run.get(RunFigures.COHERENT_POOLS);
    return Math.max(
        shared.map(s -> s.get(SharedMemoryFigures.COHERENT_HIWATER_BYTES)).orElse(0L),
        plain.map(p -> p.get(CoherentFigures.HIWATER_BYTES)).orElse(0L));
  }

  /** Mappings that failed, for any reason. */
  public long failures() {
    return failed.values().stream().reduce(0L, Sums::plus);
  }

  /** Of bounced mappings, those in transient pools. */
  public double transientShare() {
    return bounced == 0 ? 0 : (double) transientMaps / bounced;
  }
}
