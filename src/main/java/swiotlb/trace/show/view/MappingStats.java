package swiotlb.trace.show.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.trace.life.MappingTimes;
import swiotlb.trace.life.Phrases;
import swiotlb.trace.store.TimeText;

/** Figures of mappings: the slowest of those that were served, and why others failed. */
final class MappingStats {
  private static final int MOST_EXAMPLES = 3;

  /** Of a slow mapping: its number, when, how long, tries, areas. */
  private static final List<Column> SLOWEST =
      List.of(
          Column.right(10).after(2),
          Column.right(13),
          Column.right(12),
          Column.right(6),
          Column.right(6));

  private static final List<Column> COSTS =
      Stream.of(14, 11, 11, 11, 11, 11).map(Column::right).toList();

  private final boolean isVirtual;
  private final int mostExamples;
  private final Slowest slowest;
  private final Map<String, Long> failures = new TreeMap<>();
  private final Map<String, List<MappingTimes.Time>> examples = new TreeMap<>();
  private long served;

  /**
   * Figures of mappings of a trace.
   *
   * @param isVirtual whether its clock is
   * @param most slow mappings that are shown, or failures of a kind
   */
  MappingStats(boolean isVirtual, int most) {
    this.isVirtual = isVirtual;
    this.mostExamples = Math.min(most, MOST_EXAMPLES);
    this.slowest = new Slowest(most);
  }

  /** One more mapping. */
  void add(MappingTimes.Time time) {
    if (time.failure().isEmpty()) {
      served++;
      slowest.add(time);
      return;
    }
    failures.merge(time.failure(), 1L, Long::sum);
    var ofReason = examples.computeIfAbsent(time.failure(), f -> new ArrayList<>());
    if (ofReason.size() < mostExamples) {
      ofReason.add(time);
    }
  }

  /** Writes the slowest, unless none was served. */
  void printSlowest(Consumer<String> out) {
    if (served == 0) {
      return;
    }
    out.accept("");
    out.accept(
        "slowest of "
            + Phrases.count(served, "served mapping")
            + ", from the first try to the end of the copy, without waits for a CPU");
    var columns = new ArrayList<>(SLOWEST);
    var head = new ArrayList<>(List.of("mapping", "at", "took", "tries", "areas"));
    if (isVirtual) {
      columns.addAll(COSTS);
      head.addAll(
          List.of("earlier tries", "lock wait", "search", "pool wait", "transient", "copy in"));
    }
    columns.add(Column.left(0).after(2));
    head.add("by");
    var table = new TextTable(out, 0, columns);
    table.row(head);
    slowest.slowestFirst().forEach(time -> table.row(cells(time)));
  }

  private List<String> cells(MappingTimes.Time time) {
    var cells =
        new ArrayList<>(
            List.of(
                count(time.mapping()),
                TimeText.of(time.askedNs()),
                TimeText.of(time.ns()),
                count(time.tries()),
                count(time.areas())));
    if (isVirtual) {
      cells.addAll(costs(time));
    }
    cells.add(time.area());
    return cells;
  }

  /** On real threads costs are free, and what takes time is measured instead. */
  private static List<String> costs(MappingTimes.Time time) {
    return Stream.of(
            time.earlierNs(),
            time.lockWaitNs(),
            time.searchNs(),
            time.poolWaitNs(),
            time.transientNs(),
            time.copyInNs())
        .map(TimeText::of)
        .toList();
  }

  /**
   * Writes why mappings failed.
   *
   * @param isPart whether only some messages were chosen
   */
  void printFailures(boolean isPart, Consumer<String> out) {
    if (failures.isEmpty()) {
      out.accept("no mapping failed" + (isPart ? " in what was chosen" : ""));
      return;
    }
    out.accept("failed tries, by reason");
    var table =
        TextTable.fixed(out, Column.left(28).after(2), Column.right(10), Column.left(0).after(2));
    failures.forEach(
        (reason, times) ->
            table.row(
                reason,
                count(times),
                examples.getOrDefault(reason, List.of()).stream()
                    .map(time -> time.mapping() + " at " + TimeText.of(time.servedNs()))
                    .collect(Collectors.joining(", ", "first: ", ""))));
  }

  private static String count(long n) {
    return Long.toString(n);
  }
}
