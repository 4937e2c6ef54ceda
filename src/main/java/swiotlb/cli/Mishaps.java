package swiotlb.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.Measured;
import swiotlb.figures.RunFigures;

/** What scripts may not want to happen, summed over the runs of a scenario. */
final class Mishaps {

  /** A kind of them, as an option names it. */
  enum Kind {
    /** Mappings failed. */
    FAILURES,
    /** Mappings took transient pools. */
    TRANSIENT,
    /** Slots were never given back. */
    LEAK;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<String, Long> failures = new TreeMap<>();
  private long runs;
  private long maps;
  private long requests;
  private long givenUp;
  private long transientMaps;
  private long leakedSlots;

  void add(Measured run) {
    runs++;
    maps += run.get(RunFigures.MAPS);
    requests += run.get(RunFigures.REQUESTS);
    givenUp += run.get(RunFigures.GIVEN_UP);
    transientMaps += run.get(RunFigures.TRANSIENT_MAPS);
    run.get(RunFigures.FAILURES).forEach((reason, n) -> failures.merge(reason, n, Long::sum));
    for (var device : run.get(RunFigures.DEVICES)) {
      leakedSlots += device.get(DeviceFigures.LEAKED_SLOTS);
    }
  }

  private long failed() {
    return failures.values().stream().mapToLong(n -> n).sum();
  }

  /**
   * The failures of mappings in one line; empty if there are none. Drivers try again, so that a
   * request can fail to be mapped more often than once.
   */
  String failuresOnOneLine() {
    if (failed() == 0) {
      return "";
    }
    var reasons = new StringBuilder();
    failures.forEach(
        (reason, n) ->
            reasons.append(reasons.isEmpty() ? "" : ", ").append(reason).append(' ').append(n));
    return "%d tries to map failed, %d did not%s (%s); of the requests %d were given up, %d completed"
        .formatted(
            failed(), maps, runs > 1 ? ", in " + runs + " runs" : "", reasons, givenUp, requests);
  }

  /** What happened of some kinds, in a sentence each. */
  Map<Kind, String> of(Set<Kind> kinds) {
    var found = new LinkedHashMap<Kind, String>();
    if (kinds.contains(Kind.FAILURES) && failed() > 0) {
      found.put(Kind.FAILURES, failuresOnOneLine());
    }
    if (kinds.contains(Kind.TRANSIENT) && transientMaps > 0) {
      found.put(Kind.TRANSIENT, transientMaps + " mappings took transient pools");
    }
    if (kinds.contains(Kind.LEAK) && leakedSlots > 0) {
      found.put(Kind.LEAK, leakedSlots + " slots were never given back");
    }
    return found;
  }
}
