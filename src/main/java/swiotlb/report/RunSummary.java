package swiotlb.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import swiotlb.figures.Measured;
import swiotlb.figures.Spread;

/** Of each figure of many runs the least, the median and the greatest. */
final class RunSummary {
  private final Map<String, Spread> spreads = new HashMap<>();
  private long runs;

  /** One more run; a row that it is the first to have was 0 before. */
  void add(Measured run, List<Row> rows) {
    for (var row : rows) {
      var number = row.number();
      if (number != null) {
        spreads.computeIfAbsent(row.label(), label -> zeros()).add(number.applyAsDouble(run));
      }
    }
    runs++;
  }

  private Spread zeros() {
    var spread = new Spread();
    spread.add(0, runs);
    return spread;
  }

  /** The least, the median and the greatest, as a row shows them; of a row without number none. */
  List<String> cells(Row row) {
    var spread = spreads.get(row.label());
    if (spread == null) {
      return List.of();
    }
    var about = spread.isExact() ? "" : "~";
    return List.of(
        row.shown().apply(spread.least()),
        about + row.shown().apply(spread.median()),
        row.shown().apply(spread.greatest()));
  }

  /** Whether each median is exact. */
  boolean isExact() {
    return spreads.values().stream().allMatch(Spread::isExact);
  }
}
