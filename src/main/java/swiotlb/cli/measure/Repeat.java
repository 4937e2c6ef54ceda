package swiotlb.cli.measure;

import org.jspecify.annotations.Nullable;
import swiotlb.cli.terminal.Shell;
import swiotlb.input.Program;

/** The command line that does the same once more. */
final class Repeat {
  private final StringBuilder text = new StringBuilder(Program.name() + " measure");

  void word(String word) {
    text.append(' ').append(Shell.quoted(word));
  }

  /** An option with its value; nothing if that is null. */
  void option(String name, @Nullable Object value) {
    if (value != null) {
      word(name);
      word(value.toString());
    }
  }

  String text() {
    return text.toString();
  }
}
