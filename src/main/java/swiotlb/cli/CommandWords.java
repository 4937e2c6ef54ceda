package swiotlb.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line taken apart into words, with the quotes of a shell: {@code 'as it is'}, {@code
 * "with \" and \\"}, a backslash before anything else, and a comment from a {@code #} that begins a
 * word. Nothing is replaced: no variables, no patterns of file names.
 */
final class CommandWords {
  /** Characters with which a shell would do something else than start one command. */
  private static final String SHELL_ONLY = "<>|&;`";

  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  private CommandWords(String line) {
    this.line = line;
  }

  /**
   * The words of a line; none, if it is blank or a comment.
   *
   * @throws IllegalArgumentException if it cannot be taken apart; the message says what would be
   *     right
   */
  static List<String> of(String line) {
    var words = new CommandWords(line);
    words.split();
    return List.copyOf(words.words);
  }

  private void split() {
    while (at < line.length()) {
      var c = line.charAt(at++);
      if (Character.isWhitespace(c)) {
        endWord();
      } else if (c == '#' && !inWord) {
        return;
      } else {
        inWord = true;
        part(c);
      }
    }
    endWord();
  }

  private void part(char c) {
    if (c == '\'') {
      literal();
    } else if (c == '"') {
      quoted();
    } else if (c == '\\') {
      word.append(next("ends in a backslash; write the whole command on one line"));
    } else if (SHELL_ONLY.indexOf(c) >= 0) {
      throw new IllegalArgumentException(
          c
              + " needs a shell, which is not there; quote it, or use options such as --out, --json"
              + " or --trace to write files");
    } else {
      word.append(c);
    }
  }

  private void literal() {
    for (var c = next(notClosed('\'')); c != '\''; c = next(notClosed('\''))) {
      word.append(c);
    }
  }

  private void quoted() {
    for (var c = next(notClosed('"')); c != '"'; c = next(notClosed('"'))) {
      if (c == '\\' && at < line.length() && "\"\\".indexOf(line.charAt(at)) >= 0) {
        c = line.charAt(at++);
      }
      word.append(c);
    }
  }

  private static String notClosed(char quote) {
    return "a quote is open at its end; close it with " + quote;
  }

  private char next(String orElse) {
    if (at == line.length()) {
      throw new IllegalArgumentException(orElse);
    }
    return line.charAt(at++);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }
}
