package swiotlb.cli.terminal;

import java.nio.file.Path;
import java.util.regex.Pattern;
import swiotlb.input.Text;

/** Words for a shell. */
public final class Shell {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./=,:+@%-]+");

  private Shell() {}

  /** The name of a file as a shell reads it back, so that no command takes it for an option. */
  public static String file(Path file) {
    var name = file.toString();
    return quoted(name.startsWith("-") && name.length() > 1 ? "./" + name : name);
  }

  /** A word as a shell reads it back, without control characters. */
  public static String quoted(String word) {
    var printable = Text.printable(word);
    return PLAIN.matcher(printable).matches()
        ? printable
        : "'" + printable.replace("'", "'\\''") + "'";
  }
}
