package swiotlb.cli.trace;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.cli.terminal.Terminal;
import swiotlb.input.Text;
import swiotlb.input.Wrapped;
import swiotlb.trace.show.view.MessageLine;
import swiotlb.trace.show.view.Style;
import swiotlb.trace.store.Selection;

/** Where a command on a trace prints, and whether anybody still reads it. */
final class Output implements Consumer<String> {
  private static final int LOOK_EVERY = 256;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Terminal terminal;
  private long lines;
  private boolean isClosed;
  private boolean flushesLines;

  Output(CommandSpec spec) {
    out = spec.commandLine().getOut();
    err = spec.commandLine().getErr();
    terminal = Terminal.of(spec);
  }

  /** A line, of which nothing came from outside as it was. */
  @Override
  public void accept(String line) {
    out.println(line);
    lines++;
    if (flushesLines || lines % LOOK_EVERY == 0) {
      isClosed = out.checkError();
    }
  }

  /** A line with text from outside; on a terminal as many as fit. */
  void printable(String line) {
    Wrapped.lines(Text.onOneLine(line), terminal.outputColumns()).forEach(this);
  }

  /** From now on each line is to be seen at once. */
  void flushLines() {
    flushesLines = true;
  }

  /** Lines so far. */
  long lines() {
    return lines;
  }

  /** Whether the reader has gone, such as {@code head}. */
  boolean isClosed() {
    return isClosed;
  }

  void flush() {
    out.flush();
  }

  /** Tells what is wrong with a trace that could be read so far. */
  void warn(Optional<String> flaw) {
    out.flush();
    if (isClosed) {
      return; // It was not read to its end.
    }
    flaw.ifPresent(text -> err.println(Text.onOneLine(text)));
    err.flush();
  }

  /** Says that a selection chose nothing, which is most likely a slip; the exit code. */
  int nothingChosen(Path file, Selection chosen) {
    out.flush();
    err.println(
        Text.onOneLine(file + ": no message was chosen" + (chosen.isAll() ? "" : " by " + chosen)));
    err.flush();
    return ExitCode.BAD_INPUT;
  }

  /** That a trace does not hold everything, as a sentence. */
  static String recordedInPart(Path file, String what) {
    return file + ": was recorded in part (" + what + "); nothing else can be told";
  }

  /** Whether standard output is a terminal. */
  static boolean isTerminal(CommandSpec spec) {
    return Terminal.of(spec).showsOutput();
  }

  /** How messages become lines here. */
  MessageLine lines(boolean full) {
    var coloured = terminal.coloursOutput();
    return new MessageLine(coloured ? Style.COLOURED : Style.PLAIN, full, Text::onOneLine);
  }
}
