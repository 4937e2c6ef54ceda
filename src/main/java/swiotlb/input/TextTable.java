package swiotlb.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A table of text without lines around it, row by row to whoever prints them. A column is as wide
 * as it has to be for the rows that decide, which wait until it is decided; a later cell that is
 * wider moves what follows it in its row. Widths count code points. Not thread-safe.
 */
public final class TextTable {
  /** Every row decides, and all wait for the end. */
  public static final int ALL_ROWS = Integer.MAX_VALUE;

  /**
   * A column.
   *
   * @param gap blanks before it
   * @param width characters that it has at least
   * @param isRight whether its cells stand at its right end
   */
  public record Column(int gap, int width, boolean isRight) {
    private static final int GAP = 1;

    /** One whose cells stand at its left end, for words. */
    public static Column left(int width) {
      return new Column(GAP, width, false);
    }

    /** One whose cells stand at its right end, for numbers. */
    public static Column right(int width) {
      return new Column(GAP, width, true);
    }

    /** The same with so many blanks before it. */
    public Column after(int blanks) {
      return new Column(blanks, width, isRight);
    }
  }

  private final Consumer<String> out;
  private final int rowsThatDecide;
  private final List<Column> columns;
  private final List<List<String>> waiting = new ArrayList<>();
  private boolean isDecided;

  /**
   * A table.
   *
   * @param out gets a line for each row, without blanks at its end
   * @param rowsThatDecide how many rows decide how wide columns are; 0 if they are as wide as they
   *     say
   */
  public TextTable(Consumer<String> out, int rowsThatDecide, List<Column> columns) {
    this.out = out;
    this.rowsThatDecide = rowsThatDecide;
    this.columns = new ArrayList<>(columns);
  }

  /** A table whose columns are as wide as they say, printed at once. */
  public static TextTable fixed(Consumer<String> out, Column... columns) {
    return new TextTable(out, 0, List.of(columns));
  }

  /** From now on the cells of a column stand at its right end; those that wait, too. */
  public void alignRight(int column) {
    var now = columns.get(column);
    columns.set(column, new Column(now.gap, now.width, true));
  }

  /** The next row, or the head. */
  public void row(String... cells) {
    row(Arrays.asList(cells));
  }

  /**
   * The next row, or the head; without its last cells if they are empty.
   *
   * @throws IllegalArgumentException if it has more cells than there are columns
   */
  public void row(List<String> cells) {
    if (cells.size() > columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    if (!isDecided && waiting.size() >= rowsThatDecide) {
      end();
    }
    if (isDecided) {
      print(cells);
    } else {
      waiting.add(List.copyOf(cells));
    }
  }

  /** No row follows: what waits is printed. */
  public void end() {
    waiting.forEach(this::widen);
    waiting.forEach(this::print);
    waiting.clear();
    isDecided = true;
  }

  private void widen(List<String> cells) {
    for (var i = 0; i < cells.size(); i++) {
      var column = columns.get(i);
      var width = Math.max(column.width, width(cells.get(i)));
      columns.set(i, new Column(column.gap, width, column.isRight));
    }
  }

  private void print(List<String> cells) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.size(); i++) {
      var column = columns.get(i);
      var cell = cells.get(i);
      var blanks = " ".repeat(Math.max(0, column.width - width(cell)));
      line.append(" ".repeat(column.gap))
          .append(column.isRight ? blanks : cell)
          .append(column.isRight ? cell : blanks);
    }
    out.accept(line.toString().stripTrailing());
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
