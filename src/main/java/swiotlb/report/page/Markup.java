package swiotlb.report.page;

import java.util.List;
import swiotlb.input.Text;
import swiotlb.input.WebPage;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Part.Column;

/**
 * Markup, piece by piece. Texts from outside come in through {@link #text} and {@link #lines} only,
 * which leave nothing in them that a browser or a reader could take for something else.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();

  /** Markup of our own. */
  Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /** A text in one line. */
  Markup text(String text) {
    out.append(safe(text));
    return this;
  }

  /** A text whose line breaks stay. */
  Markup lines(String text) {
    out.append(WebPage.escaped(Text.printable(text.replace("\r\n", "\n"))));
    return this;
  }

  /** A text in one line within a tag of our own. */
  Markup element(String tag, String text) {
    return raw("<" + tag + ">").text(text).raw("</" + tag.replaceFirst(" .*", "") + ">\n");
  }

  /** A text that stands as the value of an attribute, or between tags. */
  static String safe(String text) {
    return WebPage.escaped(Text.onOneLine(text));
  }

  /** A table that scrolls by itself where it is too wide, by keys too. */
  Markup table(String caption, List<Column> columns, List<List<Cell>> rows) {
    raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"")
        .text(caption)
        .raw("\"><table>\n")
        .element("caption", caption)
        .raw("<thead><tr>");
    for (var column : columns) {
      raw(column.isNumber() ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .text(column.head());
      if (!column.unit().isEmpty()) {
        raw(" <small>").text(column.unit()).raw("</small>");
      }
      raw("</th>");
    }
    raw("</tr></thead>\n<tbody>\n");
    for (var row : rows) {
      raw("<tr>");
      for (var i = 0; i < row.size(); i++) {
        cell(row.get(i), columns.get(i), i == 0);
      }
      raw("</tr>\n");
    }
    return raw("</tbody></table></div>\n");
  }

  private void cell(Cell cell, Column column, boolean isHead) {
    var tag = isHead ? "th" : "td";
    raw("<" + tag + (isHead ? " scope=\"row\"" : ""));
    var classes = (column.isNumber() ? "n " : "") + classOf(cell.tone());
    if (!classes.isBlank()) {
      raw(" class=\"" + classes.strip() + "\"");
    }
    raw(">").text(cell.text());
    if (!cell.interval().isEmpty()) {
      raw(" <small>(").text(cell.interval()).raw(")</small>");
    }
    raw("</" + tag + ">");
  }

  /** The class of what tells news. */
  static String classOf(Report.Tone tone) {
    return switch (tone) {
      case PLAIN -> "";
      case GOOD -> "good";
      case DOUBTFUL -> "doubtful";
      case BAD -> "bad";
    };
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
