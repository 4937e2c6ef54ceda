package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * A setting and the values that it takes in turn, written {@code path=value,value}; a value with a
 * comma in it stands in double quotes, in which a backslash stands before a quote that is meant.
 *
 * @param path of the setting
 * @param values at least one
 */
public record Variation(String path, List<String> values) {
  private static final int SHOWN = 80;
  private static final String EXAMPLE = "write one such as cpus=2,4 or kernel.dynamic=on,off";

  /** Immutable from the start. */
  public Variation {
    values = List.copyOf(values);
  }

  /**
   * Reads one.
   *
   * @throws InputException if it is none, with what is wrong
   */
  public static Variation parse(String text) {
    var equals = text.indexOf('=');
    if (equals <= 0) {
      throw wrong(text, "has no values; " + EXAMPLE);
    }
    var path = text.substring(0, equals).strip();
    if (path.isEmpty() || path.equals("seed")) {
      throw wrong(
          text,
          path.isEmpty()
              ? "does not begin with the path of a setting; " + EXAMPLE
              : "is what replications vary; write --replications, and --seed where they begin");
    }
    var values = values(text, text.substring(equals + 1));
    if (values.stream().distinct().count() < values.size()) {
      throw wrong(text, "has a value twice; leave one out");
    }
    return new Variation(path, values);
  }

  private static List<String> values(String whole, String text) {
    var values = new ArrayList<String>();
    var value = new StringBuilder();
    var isQuoted = false;
    var wasQuoted = false;
    for (var i = 0; i <= text.length(); i++) {
      var c = i < text.length() ? text.charAt(i) : ',';
      if (isQuoted && i == text.length()) {
        throw wrong(whole, "has a quote that is not closed; end it with \"");
      }
      if (isQuoted && c == '\\' && i + 1 < text.length()) {
        value.append(text.charAt(++i));
      } else if (c == '"') {
        isQuoted = !isQuoted;
        wasQuoted = true;
      } else if (c == ',' && !isQuoted) {
        values.add(end(whole, value, wasQuoted));
        value.setLength(0);
        wasQuoted = false;
      } else {
        value.append(c);
      }
    }
    return values;
  }

  private static String end(String whole, StringBuilder value, boolean wasQuoted) {
    var text = wasQuoted ? value.toString() : value.toString().strip();
    if (text.isEmpty() && !wasQuoted) {
      throw wrong(whole, "has an empty value; leave a comma out, or write \"\"");
    }
    if (text.contains("..") && !wasQuoted) {
      throw wrong(
          whole, "has a range, which is for sweeps; write the values to compare one by one");
    }
    return text;
  }

  private static InputException wrong(String text, String what) {
    return new InputException("--vary " + Text.cut(text, SHOWN), what);
  }
}
