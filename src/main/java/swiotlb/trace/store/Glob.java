package swiotlb.trace.store;

import java.util.regex.Pattern;

/**
 * A pattern for names: {@code *} stands for any characters but a slash, {@code **} for any at all,
 * {@code ?} for one that is no slash, and everything else for itself.
 */
public final class Glob {
  private final String text;
  private final Pattern pattern;

  /** A glob as it is written. */
  public Glob(String text) {
    this.text = text;
    this.pattern = Pattern.compile(regex(text), Pattern.DOTALL);
  }

  private static String regex(String glob) {
    var regex = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      var c = glob.codePointAt(i);
      if (c == '?') {
        regex.append("[^/]");
      } else if (c != '*') {
        regex.append(Pattern.quote(Character.toString(c)));
        i += Character.charCount(c) - 1;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/]*");
      }
    }
    return regex.toString();
  }

  /** Whether the whole of a name is such as this. */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
