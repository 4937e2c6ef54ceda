package swiotlb.cli.trace;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.input.Text;
import swiotlb.trace.store.open.TraceDatabase;

/**
 * An answer as a table for people. The first rows decide how wide its columns are; long cells are
 * cut; numbers stand at the right.
 */
final class TableRows implements TraceDatabase.Rows {
  private static final int WIDEST = 60;
  private static final int ROWS_THAT_DECIDE = 500;

  private final PrintWriter out;
  private final List<List<String>> waiting = new ArrayList<>();
  private boolean[] isNumber = {};
  private int[] widths = {};
  private boolean isDecided;

  TableRows(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void columns(List<TraceDatabase.Column> columns) {
    isNumber = new boolean[columns.size()];
    widths = new int[columns.size()];
    waiting.add(columns.stream().map(column -> cell(column.name())).toList());
  }

  @Override
  public void row(List<@Nullable Object> values) {
    var cells = new ArrayList<String>();
    for (var i = 0; i < values.size(); i++) {
      var value = values.get(i);
      isNumber[i] |= value instanceof Number;
      cells.add(value == null ? "" : cell(value.toString()));
    }
    if (isDecided) {
      print(cells);
    } else {
      waiting.add(cells);
      if (waiting.size() > ROWS_THAT_DECIDE) {
        decide();
      }
    }
  }

  @Override
  public void end() {
    if (!isDecided) {
      decide();
    }
  }

  private void decide() {
    for (var cells : waiting) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(cells.get(i)));
      }
    }
    waiting.forEach(this::print);
    waiting.clear();
    isDecided = true;
  }

  private void print(List<String> cells) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.size(); i++) {
      var cell = cells.get(i);
      var space = " ".repeat(Math.max(0, widths[i] - width(cell)));
      line.append(i == 0 ? "" : "  ").append(isNumber[i] ? space + cell : cell + space);
    }
    out.println(line.toString().stripTrailing());
  }

  /** One line, without anything that could move the cursor. */
  private static String cell(String text) {
    var printable = Text.printable(text).replace('\n', ' ').replace('\t', ' ');
    return width(printable) <= WIDEST
        ? printable
        : printable.substring(0, printable.offsetByCodePoints(0, WIDEST - 1)) + "\u2026";
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
