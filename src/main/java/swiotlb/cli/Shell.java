package swiotlb.cli;

import java.util.regex.Pattern;

/** Words for a shell. */
final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=,:+@%-]+");

  private Shell() {}

  /** A word as a shell reads it back, without control characters. */
  static String quoted(String word) {
    var printable = Text.printable(word);
    return PLAIN.matcher(printable).matches()
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
