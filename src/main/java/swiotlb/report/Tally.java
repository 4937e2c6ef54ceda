package swiotlb.report;

import java.util.Map;
import java.util.TreeMap;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.EvidenceFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;
import swiotlb.figures.Sums;

/** What runs of one machine came to together; what it keeps does not grow with them. */
final class Tally {
  final Map<String, Long> failures = new TreeMap<>();

  /** For each reason the failure at the lowest use. */
  final Map<String, Measured> evidence = new TreeMap<>();

  long runs;
  long maps;
  long directMaps;
  long transientMaps;
  long requests;
  long givenUp;
  long leakedSlots;

  void add(Measured run) {
    runs++;
    maps = Sums.plus(maps, run.get(RunFigures.MAPS));
    directMaps = Sums.plus(directMaps, run.get(RunFigures.DIRECT_MAPS));
    transientMaps = Sums.plus(transientMaps, run.get(RunFigures.TRANSIENT_MAPS));
    requests = Sums.plus(requests, run.get(RunFigures.REQUESTS));
    givenUp = Sums.plus(givenUp, run.get(RunFigures.GIVEN_UP));
    run.get(RunFigures.FAILURES).forEach((reason, n) -> failures.merge(reason, n, Sums::plus));
    run.get(RunFigures.FAILURE_EVIDENCE)
        .forEach((reason, seen) -> evidence.merge(reason, seen, Tally::lower));
    // Those of earlier runs are among them.
    leakedSlots =
        run.get(RunFigures.DEVICES).stream()
            .mapToLong(device -> device.get(DeviceFigures.LEAKED_SLOTS))
            .sum();
  }

  private static Measured lower(Measured old, Measured now) {
    return now.get(EvidenceFigures.USED_SLOTS) < old.get(EvidenceFigures.USED_SLOTS) ? now : old;
  }

  long failed() {
    return failures.values().stream().reduce(0L, Sums::plus);
  }
}
