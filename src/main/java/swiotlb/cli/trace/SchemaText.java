package swiotlb.cli.trace;

import java.io.PrintWriter;
import java.util.List;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.trace.store.open.TraceDatabase;

/** What can be asked of a trace, for reading. */
final class SchemaText {
  private static final List<Column> COLUMNS =
      List.of(Column.left(0).after(2), Column.left(0).after(2), Column.left(0).after(2));

  private SchemaText() {}

  /** Prints tables with their columns and what they mean. */
  static void print(List<TraceDatabase.Table> tables, PrintWriter out) {
    for (var table : tables) {
      out.println(Text.printable(table.name() + ": " + table.comment()));
      var shown = new TextTable(out::println, TextTable.ALL_ROWS, COLUMNS);
      for (var column : table.columns()) {
        shown.row(
            Text.printable(column.name()),
            Text.printable(column.type()),
            Text.printable(column.comment()));
      }
      shown.end();
      out.println();
    }
  }
}
