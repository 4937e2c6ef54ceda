package swiotlb.cli.trace;

import java.io.PrintWriter;
import java.util.List;
import swiotlb.input.Text;
import swiotlb.trace.store.open.TraceDatabase;

/** What can be asked of a trace, for reading. */
final class SchemaText {
  private SchemaText() {}

  /** Prints tables with their columns and what they mean. */
  static void print(List<TraceDatabase.Table> tables, PrintWriter out) {
    for (var table : tables) {
      out.println(Text.printable(table.name() + ": " + table.comment()));
      var name = width(table.columns().stream().map(TraceDatabase.Column::name).toList());
      var type = width(table.columns().stream().map(TraceDatabase.Column::type).toList());
      for (var column : table.columns()) {
        out.println(
            ("  "
                    + padded(Text.printable(column.name()), name)
                    + "  "
                    + padded(Text.printable(column.type()), type)
                    + "  "
                    + Text.printable(column.comment()))
                .stripTrailing());
      }
      out.println();
    }
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
