package swiotlb.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What of a HOCON text has to be known before it is parsed: where it nests deeper than can be read,
 * and on which lines it includes others. Not thread-safe.
 */
final class HoconOutline {
  /** Levels of braces and brackets, or names in one path. */
  static final int DEEPEST = 100;

  /** Merging many costs time that grows with the square of their number. */
  static final int MOST_SETTINGS = 12_000;

  private static final Pattern INCLUDED = Pattern.compile("[ \\t]*(\"|[a-z]+\\()");
  private static final String ENDS_A_WORD = " \t\r\n{}[],\"#=:";
  private static final String TRIPLE = "\"\"\"";

  private final String text;
  private final List<Integer> includes = new ArrayList<>();
  private int at;
  private int line = 1;
  private int depth;
  private int tooDeep;
  private int settings;
  private boolean mayBegin = true;

  private HoconOutline(String text) {
    this.text = text;
  }

  /** The outline of a text, whether or not it can be parsed. */
  static HoconOutline of(String text) {
    var outline = new HoconOutline(text);
    while (outline.at < text.length() && outline.tooDeep == 0) {
      outline.step();
    }
    return outline;
  }

  /** The first line that is nested too deeply; 0 if there is none. */
  int tooDeep() {
    return tooDeep;
  }

  /** How many settings are given, about. */
  int settings() {
    return settings;
  }

  /** The line of each include, in the order of the text. */
  List<Integer> includes() {
    return List.copyOf(includes);
  }

  private void step() {
    var c = text.charAt(at);
    if (c == '\n') {
      line++;
      mayBegin = true;
      at++;
    } else if (c == '#' || text.startsWith("//", at)) {
      at = orEnd(text.indexOf('\n', at));
    } else if (c == '"') {
      quoted();
    } else if (c == '{' || c == '[') {
      deeper(++depth);
      mayBegin = true;
      at++;
    } else if (c == '}' || c == ']') {
      depth--;
      at++;
    } else if (c == ',') {
      mayBegin = true;
      at++;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else {
      word();
    }
  }

  private void quoted() {
    begun();
    if (text.startsWith(TRIPLE, at)) {
      var end = text.indexOf(TRIPLE, at + TRIPLE.length());
      var next = end < 0 ? text.length() : end + TRIPLE.length();
      line += (int) text.substring(at, next).chars().filter(c -> c == '\n').count();
      at = next;
      return;
    }
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, text.length());
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
    }
  }

  private void word() {
    var begin = at++;
    while (at < text.length()
        && ENDS_A_WORD.indexOf(text.charAt(at)) < 0
        && !text.startsWith("//", at)) {
      at++;
    }
    var word = text.substring(begin, at);
    deeper((int) word.chars().filter(c -> c == '.').count());
    if (mayBegin
        && word.equals("include")
        && INCLUDED.matcher(text).region(at, text.length()).lookingAt()) {
      includes.add(line);
    }
    begun();
  }

  private void begun() {
    settings += mayBegin ? 1 : 0;
    mayBegin = false;
  }

  private void deeper(int levels) {
    if (levels > DEEPEST) {
      tooDeep = line;
    }
  }

  private int orEnd(int found) {
    return found < 0 ? text.length() : found;
  }
}
