package swiotlb.study.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import swiotlb.figures.DeviceFigures;
import swiotlb.figures.GrowthStep;
import swiotlb.figures.RunFigures;

/**
 * What kind of outcome a run is, in words: which ways requests went, how many pools were added,
 * whether growth failed, why mappings failed. Two runs whose numbers alone differ are of one kind.
 */
final class OutcomeKind {
  /** Nothing was run. */
  static final String REFUSED = "the scenario is refused";

  private OutcomeKind() {}

  /** Of one run. */
  static String of(ResultLine line) {
    return switch (line.outcome()) {
      case REFUSED -> REFUSED;
      case FAILED -> "the run fails";
      case BROKEN -> "an invariant breaks";
      case DONE -> ofFigures(line.figures());
    };
  }

  private static String ofFigures(JsonNode figures) {
    var parts = new ArrayList<String>();
    parts.add(ways(figures));
    var pools = figures.path(RunFigures.DYNAMIC_POOLS.key()).asLong();
    if (pools > 0) {
      parts.add(pools == 1 ? "1 dynamic pool" : range(pools) + " dynamic pools");
    }
    if (hasFailedToGrow(figures)) {
      parts.add("growth fails");
    }
    var reasons = new TreeSet<String>();
    figures.path(RunFigures.FAILURES.key()).fieldNames().forEachRemaining(reasons::add);
    if (!reasons.isEmpty()) {
      parts.add("maps fail of " + String.join(" and ", reasons));
    }
    if (figures.path(RunFigures.GIVEN_UP.key()).asLong() > 0) {
      parts.add("requests are given up");
    }
    if (hasLeaked(figures)) {
      parts.add("slots leak");
    }
    return String.join(", ", parts);
  }

  private static String ways(JsonNode figures) {
    var maps = figures.path(RunFigures.MAPS.key()).asLong();
    var transients = figures.path(RunFigures.TRANSIENT_MAPS.key()).asLong();
    var direct = figures.path(RunFigures.DIRECT_MAPS.key()).asLong();
    var ways = new ArrayList<String>();
    if (maps - transients - direct > 0) {
      ways.add("pools");
    }
    if (transients > 0) {
      ways.add("transient pools");
    }
    if (direct > 0) {
      ways.add("no bounce");
    }
    return ways.isEmpty() ? "no map succeeds" : "by way of " + String.join(" and ", ways);
  }

  /** Powers of two: that a ninth pool was added is nothing new, that eighty were is. */
  private static String range(long count) {
    var least = Long.highestOneBit(count);
    return least <= 2 ? Long.toString(count) : least + " to " + (2 * least - 1);
  }

  private static boolean hasFailedToGrow(JsonNode figures) {
    var failed = GrowthStep.Event.FAILED.name();
    return any(
        figures.path(RunFigures.GROWTH.key()),
        step -> failed.equalsIgnoreCase(step.path("event").asText()));
  }

  private static boolean hasLeaked(JsonNode figures) {
    return any(
        figures.path(RunFigures.DEVICES.key()),
        device -> device.path(DeviceFigures.LEAKED_SLOTS.key()).asLong() > 0);
  }

  private static boolean any(JsonNode list, Predicate<JsonNode> isSuch) {
    var all = new ArrayList<JsonNode>();
    list.forEach(all::add);
    return all.stream().anyMatch(isSuch);
  }

  /** The kinds of some runs, each once, in order. */
  static List<String> of(List<ResultLine> lines) {
    return lines.stream().map(OutcomeKind::of).distinct().toList();
  }
}
