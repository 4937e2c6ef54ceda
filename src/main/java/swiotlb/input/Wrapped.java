package swiotlb.input;

import java.util.ArrayList;
import java.util.List;

/** Lines that are wider than a terminal, wrapped between words; what goes on is marked. */
public final class Wrapped {
  /** Before what continues the line above. */
  public static final String MARK = "\u21b3 ";

  /** Narrower than this, a terminal wraps as it likes. */
  private static final int LEAST_COLUMNS = 20;

  private Wrapped() {}

  /**
   * A line as one or more that fit.
   *
   * @param line without line breaks
   * @param columns at most, in characters
   */
  public static List<String> lines(String line, int columns) {
    if (columns < LEAST_COLUMNS || widthOf(line) <= columns) {
      return List.of(line);
    }
    var lines = new ArrayList<String>();
    var indent = " ".repeat(Math.min(indentOf(line) + 2, columns / 2)) + MARK;
    var rest = line;
    var before = "";
    while (widthOf(before) + widthOf(rest) > columns) {
      var end = breakIn(rest, columns - widthOf(before), lines.isEmpty() ? indentOf(rest) : 0);
      lines.add((before + rest.substring(0, end)).stripTrailing());
      rest = rest.substring(end).stripLeading();
      before = indent;
    }
    if (!rest.isEmpty()) {
      lines.add(before + rest);
    }
    return lines;
  }

  /** Where a line ends that fits: behind its last space, or in a word that is too long. */
  private static int breakIn(String text, int columns, int indent) {
    var most = text.offsetByCodePoints(0, columns);
    var space = text.lastIndexOf(' ', most);
    return space > indent ? space : most;
  }

  private static int indentOf(String line) {
    return line.length() - line.stripLeading().length();
  }

  private static int widthOf(String text) {
    return text.codePointCount(0, text.length());
  }
}
