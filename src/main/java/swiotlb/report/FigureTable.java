package swiotlb.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import swiotlb.figures.Figure;
import swiotlb.figures.Latencies;
import swiotlb.figures.Measured;
import swiotlb.figures.Unit;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;

/**
 * Measurements of one catalogue as a table of a report: a row for each, a column for each figure;
 * figures that have parts of their own are left to others.
 */
final class FigureTable {
  private static final int MANY = 8;

  private record Column(Part.Column head, Function<Measured, String> value) {}

  private FigureTable() {}

  /**
   * A table of all that were measured, of which there is one at least.
   *
   * @param isFolded whether one has to unfold it to see it
   */
  static Part.Table of(String caption, List<Measured> all, String note, boolean isFolded) {
    var columns = new ArrayList<Column>();
    var first = all.get(0);
    first.catalogue().figures().forEach(figure -> columns(figure, first.get(figure), columns));
    if (columns.size() > MANY && all.size() < columns.size() / 2) {
      return upright(caption, all, columns, note, isFolded);
    }
    return new Part.Table(
        caption,
        columns.stream().map(Column::head).toList(),
        all.stream()
            .map(row -> columns.stream().map(c -> Cell.of(c.value.apply(row))).toList())
            .toList(),
        note,
        isFolded);
  }

  /** With a row for each figure: of few things with many figures. */
  private static Part.Table upright(
      String caption, List<Measured> all, List<Column> figures, String note, boolean isFolded) {
    var names = figures.get(0);
    var heads = new ArrayList<Part.Column>();
    heads.add(Part.Column.words(""));
    all.forEach(one -> heads.add(Part.Column.numbers(names.value.apply(one))));
    var rows = new ArrayList<List<Cell>>();
    for (var figure : figures.subList(1, figures.size())) {
      var row = new ArrayList<Cell>();
      var unit = figure.head.unit();
      row.add(Cell.of(figure.head.head() + (unit.isEmpty() ? "" : " (" + unit + ")")));
      all.forEach(one -> row.add(Cell.of(figure.value.apply(one))));
      rows.add(row);
    }
    return new Part.Table(caption, heads, rows, note, isFolded);
  }

  private static void columns(Figure<?> figure, Object value, List<Column> columns) {
    var head = nameOf(figure);
    if (value instanceof Latencies) {
      for (var percent : new int[] {50, 99}) {
        columns.add(
            new Column(
                Part.Column.numbers(head + " p" + percent),
                row -> Quantities.time(((Latencies) row.get(figure)).percentile(percent))));
      }
    } else if (value instanceof Number) {
      columns.add(
          new Column(
              Part.Column.numbers(head, unitOf(figure.unit())),
              row -> shown(row.get(figure), figure.unit())));
    } else if (value instanceof String) {
      columns.add(new Column(Part.Column.words(head), row -> shown(row.get(figure), Unit.NONE)));
    } else if (value instanceof Optional<?>) {
      columns.add(
          new Column(
              Part.Column.numbers(head),
              row ->
                  ((Optional<?>) row.get(figure)).map(v -> shown(v, figure.unit())).orElse("-")));
    }
  }

  /** As people call it, or else as programs do. */
  static String nameOf(Figure<?> figure) {
    return figure.label().isBlank() ? figure.key() : figure.label();
  }

  private static String unitOf(Unit unit) {
    return switch (unit) {
      case SLOTS -> "slots";
      case PAGES -> "pages";
      case MIB_PER_SECOND -> "MiB/s";
      case PER_SECOND -> "1/s";
      case COUNT, BYTES, NANOSECONDS, NONE -> "";
    };
  }

  /** A value of a unit in words. */
  static String shown(Object value, Unit unit) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, unit == Unit.PER_SECOND ? "%.0f" : "%.1f", number);
    } else if (value instanceof Long number && unit == Unit.NANOSECONDS) {
      return Quantities.time(number);
    } else if (value instanceof Long number && unit == Unit.BYTES) {
      return Quantities.bytes(number);
    }
    return value.toString();
  }
}
