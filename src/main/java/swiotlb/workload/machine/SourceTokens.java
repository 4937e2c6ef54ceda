package swiotlb.workload.machine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tokens of a device tree source, without its comments. */
final class SourceTokens {
  private static final Pattern BLANK =
      Pattern.compile("(?:\\s+|//[^\\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/)*+");
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*+\"|/[a-z0-9-]+/|[{}();=<>\\[\\]:,]|&\\{[^}]{0,200}\\}|[^\\s{}();=<>\\[\\]:\"]+?(?=[\\s{}();=<>\\[\\]:\",]|$)");
  private static final int NONE = -1;

  private final MachineText text;
  private final Matcher blank;
  private final Matcher matcher;
  private int at;
  private int tokenStart = NONE;
  private String token = "";

  SourceTokens(MachineText text) {
    this.text = text;
    this.blank = BLANK.matcher(text.text());
    this.matcher = TOKEN.matcher(text.text());
    advance();
  }

  /** The next one, which stays; empty at the end. */
  String peek() {
    return token;
  }

  /** The next one, which is gone then. */
  String take() {
    var taken = token;
    advance();
    return taken;
  }

  /** Takes the next one if it is this. */
  boolean skip(String expected) {
    if (!token.equals(expected)) {
      return false;
    }
    advance();
    return true;
  }

  /** Takes the next one, which must be this. */
  void expect(String expected) {
    if (!skip(expected)) {
      throw wrong("%s stands where %s should".formatted(shown(), expected));
    }
  }

  /** An error at the next token. */
  RuntimeException wrong(String what) {
    var until = tokenStart == NONE ? text.text().length() : tokenStart;
    var line = text.text().substring(0, until).chars().filter(c -> c == '\n').count() + 1;
    return text.wrong(line, what + "; a source as dtc -O dts prints it is read");
  }

  private String shown() {
    return token.isEmpty() ? "the end" : MachineText.shown(token);
  }

  private void advance() {
    if (blank.region(at, text.text().length()).lookingAt()) {
      at = blank.end();
    }
    if (at >= text.text().length()) {
      token = "";
      tokenStart = NONE;
      return;
    }
    tokenStart = at;
    if (!matcher.region(at, text.text().length()).lookingAt()) {
      token = "";
      throw wrong("cannot be read from here on");
    }
    token = matcher.group();
    at = matcher.end();
  }
}
