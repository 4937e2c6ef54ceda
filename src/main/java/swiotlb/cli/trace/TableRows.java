package swiotlb.cli.trace;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.trace.store.open.TraceDatabase;

/**
 * An answer as a table for people. The head and the first rows decide how wide its columns are;
 * long cells are cut; numbers stand at the right.
 */
final class TableRows implements TraceDatabase.Rows {
  private static final int WIDEST = 60;
  private static final int GAP = 2;
  private static final int ROWS_THAT_DECIDE = 501;

  private final PrintWriter out;
  private TextTable table;

  TableRows(PrintWriter out) {
    this.out = out;
    this.table = new TextTable(out::println, ROWS_THAT_DECIDE, List.of());
  }

  @Override
  public void columns(List<TraceDatabase.Column> columns) {
    var shown = new ArrayList<Column>();
    columns.forEach(column -> shown.add(Column.left(0).after(shown.isEmpty() ? 0 : GAP)));
    table = new TextTable(out::println, ROWS_THAT_DECIDE, shown);
    table.row(columns.stream().map(column -> cell(column.name())).toList());
  }

  @Override
  public void row(List<@Nullable Object> values) {
    var cells = new ArrayList<String>();
    for (var i = 0; i < values.size(); i++) {
      var value = values.get(i);
      if (value instanceof Number) {
        table.alignRight(i);
      }
      cells.add(value == null ? "" : cell(value.toString()));
    }
    table.row(cells);
  }

  @Override
  public void end() {
    table.end();
  }

  /** One line, without anything that could move the cursor. */
  private static String cell(String text) {
    var printable = Text.printable(text).replace('\n', ' ').replace('\t', ' ');
    return printable.codePointCount(0, printable.length()) <= WIDEST
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, WIDEST - 1)) + "\u2026";
  }
}
