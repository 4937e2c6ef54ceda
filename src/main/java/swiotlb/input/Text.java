package swiotlb.input;

/** Text for a terminal. */
public final class Text {
  private Text() {}

  /**
   * Text from outside without control characters, which could move the cursor, change colours or
   * forge lines; line breaks and tabs stay.
   */
  public static String printable(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints().map(c -> isHarmless(c) ? c : '\uFFFD').forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** The same in one line, for text that must not look like lines of ours. */
  public static String onOneLine(String text) {
    return printable(text).replace('\n', '\uFFFD').replace('\t', '\uFFFD');
  }

  /** At most so many characters of a text, and how long it is if that is not all. */
  public static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    var end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "… (" + text.length() + " characters)";
  }

  /**
   * As a sentence begins: with a capital, unless its first word is a setting, such as {@code
   * swiotlb=512}, which is another one with a capital.
   */
  public static String capitalized(String text) {
    var first = text.split(" ", 2)[0];
    return first.isEmpty() || first.contains("=") || first.equals("swiotlb")
        ? text
        : Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static boolean isHarmless(int c) {
    return c == '\n' || c == '\t' || !(Character.isISOControl(c) || isDirectional(c));
  }

  private static boolean isDirectional(int c) {
    return Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029;
  }
}
