package swiotlb.trace.show.diagram;

/** Text from outside, for notations in which some characters mean something. */
final class Escapes {
  private static final String MERMAID_PLAIN = " .,:()/_-\u00d7\u2026";
  private static final String PLANTUML_PLAIN = " .,():\u00d7\u2026";

  private Escapes() {}

  /** For Mermaid: all but plain characters as {@code #number;}, and no word {@code end}. */
  static String mermaid(String text) {
    var escaped = new StringBuilder();
    visible(text)
        .codePoints()
        .forEach(
            c -> {
              if (isAsciiLetterOrDigit(c) || MERMAID_PLAIN.indexOf(c) >= 0) {
                escaped.appendCodePoint(c);
              } else {
                escaped.append('#').append(c).append(';');
              }
            });
    return escaped.toString().replaceAll("(?i)\\b(e)nd\\b", "#101;nd");
  }

  /**
   * For PlantUML: all but plain characters as {@code <U+number>}. Slashes, dashes and underlines
   * mean something only where there are two.
   */
  static String plantuml(String text) {
    var visible = visible(text);
    var escaped = new StringBuilder();
    for (var i = 0; i < visible.length(); i += Character.charCount(visible.codePointAt(i))) {
      var c = visible.codePointAt(i);
      var isSingle =
          "/-_".indexOf(c) >= 0
              && (i == 0 || visible.charAt(i - 1) != c)
              && (i + 1 == visible.length() || visible.charAt(i + 1) != c);
      if (isAsciiLetterOrDigit(c) || PLANTUML_PLAIN.indexOf(c) >= 0 || isSingle) {
        escaped.appendCodePoint(c);
      } else {
        escaped.append(String.format("<U+%04X>", c));
      }
    }
    return escaped.toString();
  }

  /** For XML, in text and in attributes. */
  static String xml(String text) {
    return visible(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** Without line breaks, and without what XML has no place for or what turns text around. */
  private static String visible(String text) {
    var safe = new StringBuilder();
    text.codePoints()
        .map(c -> c == '\n' || c == '\t' || c == '\r' ? ' ' : c)
        .map(c -> isVisible(c) ? c : 0xfffd)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static boolean isVisible(int c) {
    return !Character.isISOControl(c)
        && switch (Character.getType(c)) {
          case Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  private static boolean isAsciiLetterOrDigit(int c) {
    return c < 0x80 && Character.isLetterOrDigit(c);
  }
}
