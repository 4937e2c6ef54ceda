package swiotlb.guide;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text that becomes part of a Markdown page. */
final class Markdown {
  /** What would be read as typography, were it not code: an option, words between quotes. */
  private static final Pattern LITERAL =
      Pattern.compile("`[^`]+`|(?<![\\w-])--[a-z][a-z-]*|\"\"\"|\"[^\"]+\"");

  /**
   * Code with a bar in it, or a bar alone; the site shows the back slash of an escaped one in code.
   */
  private static final Pattern BARRED = Pattern.compile("`([^`]*[|][^`]*)`|[|]");

  private Markdown() {}

  /** Plain text, with options and quoted words as code, fit for a cell of a table. */
  static String text(String plain) {
    var marked =
        LITERAL
            .matcher(plain)
            .replaceAll(
                found ->
                    found.group().startsWith("`")
                        ? "$0"
                        : "`" + found.group().replaceAll("^\"(?!\")|(?<!\")\"$", "") + "`");
    return outsideCode(marked);
  }

  /** Code within a line or a cell. */
  static String code(String code) {
    return "`" + code + "`";
  }

  /** A row of a table. */
  static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> BARRED.matcher(cell).replaceAll(Markdown::barred))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String barred(MatchResult found) {
    var code = found.group(1);
    return code == null
        ? "&#124;"
        : "<code>"
            + code.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("|", "&#124;")
            + "</code>";
  }

  /** The head of a table. */
  static String head(String... titles) {
    return row(List.of(titles)) + "|---".repeat(titles.length) + "|\n";
  }

  /** Every other piece between back quotes is code, and stays as it is. */
  private static String outsideCode(String marked) {
    var pieces = marked.split("`", -1);
    for (var i = 0; i < pieces.length; i += 2) {
      pieces[i] = pieces[i].replace("<", "&lt;").replace(">", "&gt;").replace("*", "\\*");
    }
    return String.join("`", pieces);
  }
}
