package swiotlb.report.page;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;

/** The numbers of a chart as a table, which is no longer than one reads. */
record ChartTable(List<Column> columns, List<List<Cell>> rows, String note) {
  private static final int MOST_ROWS = 100;

  static ChartTable of(Part.Chart chart) {
    if (chart instanceof Part.Lines lines) {
      return of(lines);
    } else if (chart instanceof Part.Bars bars) {
      return of(bars);
    }
    return of((Part.Heat) chart);
  }

  private static ChartTable of(Part.Lines chart) {
    var across = Scales.across(chart);
    var up = Scales.up(chart);
    var columns = new ArrayList<Column>();
    columns.add(Column.numbers(chart.across().title(), across.unit()));
    chart.series().forEach(line -> columns.add(Column.numbers(line.name(), up.unit())));
    var holds = holds(chart);
    var places = holds ? changes(chart) : IntStream.range(0, chart.x().size()).boxed().toList();
    var each = (places.size() + MOST_ROWS - 1) / MOST_ROWS;
    var rows = new ArrayList<List<Cell>>();
    for (var i = 0; i < places.size(); i += Math.max(1, each)) {
      var group = places.subList(i, Math.min(places.size(), i + each));
      var row = new ArrayList<Cell>();
      row.add(Cell.of(placeOf(chart, group.get(0), across)));
      chart.series().forEach(line -> row.add(cell(line, group, up)));
      rows.add(row);
    }
    return new ChartTable(
        columns,
        rows,
        each > 1
            ? (holds
                    ? "Of each %d moments at which something changes, the greatest value."
                    : "Of each %d places, the greatest value.")
                .formatted(each)
            : places.size() < chart.x().size()
                ? "Moments at which nothing changes are left out."
                : "");
  }

  private static String placeOf(Part.Lines chart, int i, Axis.Scale across) {
    var labels = chart.across().labels();
    return labels.isEmpty()
        ? across.shown(chart.x().get(i))
        : labels.get((int) Math.round(chart.x().get(i)));
  }

  /** Whether values hold until the next ones, so that one that is the same again is no news. */
  private static boolean holds(Part.Lines chart) {
    return chart.series().stream().noneMatch(line -> line.style() == Part.Series.Style.LINE);
  }

  /** Places at which any line has another value than before. */
  private static List<Integer> changes(Part.Lines chart) {
    var places = new ArrayList<Integer>();
    for (var i = 0; i < chart.x().size(); i++) {
      var now = i;
      if (i == 0
          || chart.series().stream()
              .anyMatch(s -> !s.values().get(now).equals(s.values().get(now - 1)))) {
        places.add(i);
      }
    }
    return places;
  }

  private static Cell cell(Part.Series line, List<Integer> group, Axis.Scale up) {
    if (group.size() == 1 && line.hasIntervals()) {
      var i = group.get(0);
      return Cell.within(
          up.shown(line.values().get(i)),
          up.shown(line.low().get(i)),
          up.shown(line.high().get(i)));
    }
    var values =
        group.stream().mapToDouble(line.values()::get).filter(value -> !Double.isNaN(value));
    return Cell.of(up.shown(values.max().orElse(Double.NaN)));
  }

  private static ChartTable of(Part.Bars chart) {
    var along = Scales.along(chart);
    var rows =
        chart.bars().stream()
            .map(
                bar ->
                    List.of(
                        Cell.of(bar.label()),
                        bar.low() < bar.high()
                            ? Cell.within(
                                bar.shown(), along.shown(bar.low()), along.shown(bar.high()))
                            : Cell.of(bar.shown())))
            .toList();
    return new ChartTable(
        List.of(Column.words(""), Column.numbers(chart.along().title())), rows, "");
  }

  private static ChartTable of(Part.Heat chart) {
    var shade = Scales.shade(chart);
    var across = chart.across().scale(chart.step() * chart.columns());
    var rows = new ArrayList<List<Cell>>();
    for (var i = 0; i < chart.rows().size(); i++) {
      var values = chart.values().get(i);
      var greatest = 0;
      for (var column = 1; column < values.size(); column++) {
        greatest = values.get(column) > values.get(greatest) ? column : greatest;
      }
      var mean = values.stream().mapToDouble(value -> value).average().orElse(0);
      rows.add(
          List.of(
              Cell.of(chart.rows().get(i)),
              Cell.of(shade.shown(mean)),
              Cell.of(values.isEmpty() ? "" : shade.shown(values.get(greatest))),
              Cell.of(across.shown(greatest * chart.step()))));
    }
    return new ChartTable(
        List.of(
            Column.words(""),
            Column.numbers("on average", shade.unit()),
            Column.numbers("at most", shade.unit()),
            Column.numbers("first so at", across.unit())),
        rows,
        "");
  }
}
