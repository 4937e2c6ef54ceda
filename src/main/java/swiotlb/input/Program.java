package swiotlb.input;

import java.util.regex.Pattern;

/** How this program is called here, for commands that can be pasted. */
public final class Program {
  /** Set by the launcher where it is not started in its checkout. */
  public static final String PROPERTY = "swiotlb.program";

  /** In a checkout. */
  private static final String USUAL = "./swiotlb-sim";

  /** What a shell, a page and a format take as it stands, and no command takes for an option. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./+~][A-Za-z0-9_./+~-]{0,1000}");

  private Program() {}

  /** A word for a shell: the usual name, too, where what the launcher told would need quotes. */
  public static String name() {
    return nameOf(System.getProperty(PROPERTY, USUAL));
  }

  static String nameOf(String told) {
    return WORD.matcher(told).matches() ? told : USUAL;
  }
}
