package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses among readings: of several that a difference has, the one that reads most differences of
 * all traces together comes first.
 */
final class Cover {
  private Cover() {}

  /** The same judgements, the readings of each difference in that order. */
  static List<Judgement> ordered(List<Judgement> judgements) {
    var rank = ranks(judgements);
    return judgements.stream()
        .map(judgement -> judgement.with(ordered(judgement.differences(), rank)))
        .toList();
  }

  private static List<Difference> ordered(
      List<Difference> differences, Map<Reading, Integer> rank) {
    return differences.stream()
        .map(
            difference -> {
              var readings = new ArrayList<>(difference.readings());
              readings.sort((a, b) -> Integer.compare(at(rank, a), at(rank, b)));
              return difference.with(readings);
            })
        .toList();
  }

  private static int at(Map<Reading, Integer> rank, Reading reading) {
    return rank.getOrDefault(reading, rank.size());
  }

  /** Greedily: the reading of most differences first, then that of most which it leaves. */
  private static Map<Reading, Integer> ranks(List<Judgement> judgements) {
    var left = new ArrayList<Difference>();
    judgements.forEach(judgement -> left.addAll(judgement.differences()));
    var rank = new LinkedHashMap<Reading, Integer>();
    while (!left.isEmpty()) {
      var best = mostOf(left);
      rank.put(best, rank.size());
      left.removeIf(difference -> difference.readings().contains(best));
    }
    return rank;
  }

  private static Reading mostOf(List<Difference> differences) {
    var counts = new LinkedHashMap<Reading, Integer>();
    for (var difference : differences) {
      difference.readings().forEach(reading -> counts.merge(reading, 1, Integer::sum));
    }
    var best = differences.get(0).reading();
    for (var entry : counts.entrySet()) {
      if (entry.getValue() > counts.getOrDefault(best, 0)) {
        best = entry.getKey();
      }
    }
    return best;
  }
}
