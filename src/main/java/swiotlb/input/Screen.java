package swiotlb.input;

import java.io.PrintWriter;
import java.io.Writer;

/**
 * Lines for people: fitted to the width of a terminal, those of failures in its colour for them.
 * What is not wider and no failure passes as it is, but for what is not {@link Text#printable}.
 */
public final class Screen extends PrintWriter {
  /** Of files and pipes: nothing is wrapped. */
  public static final int ANY_WIDTH = Integer.MAX_VALUE;

  private static final String ALARM = "\u001b[1;31m";
  private static final String END = "\u001b[0m";

  private final Lines lines;
  private final int columns;

  /**
   * Writes to another writer, which it flushes and does not close.
   *
   * @param columns of a line that does not wrap by itself, or {@link #ANY_WIDTH}
   * @param coloured whether failures are coloured
   */
  public Screen(PrintWriter target, int columns, boolean coloured) {
    this(new Lines(target, columns, coloured), columns);
  }

  private Screen(Lines lines, int columns) {
    super(lines);
    this.lines = lines;
    this.columns = columns;
  }

  /** How wide lines may be. */
  public static int columnsOf(PrintWriter out) {
    return out instanceof Screen screen ? screen.columns : ANY_WIDTH;
  }

  /** A line that tells of a failure. */
  public static void failure(PrintWriter out, String line) {
    if (out instanceof Screen screen) {
      screen.lines.isFailure = true;
      screen.println(line);
      screen.lines.isFailure = false;
    } else {
      out.println(line);
    }
  }

  /** A text in the colour of failures, without anything in it that is not printable. */
  public static String alarm(String text) {
    return ALARM + Text.printable(text) + END;
  }

  /** Collects characters until a line is whole. */
  private static final class Lines extends Writer {
    private final PrintWriter target;
    private final int columns;
    private final boolean coloured;
    private final StringBuilder line = new StringBuilder();
    private boolean isFailure;

    Lines(PrintWriter target, int columns, boolean coloured) {
      this.target = target;
      this.columns = columns;
      this.coloured = coloured;
    }

    @Override
    public void write(char[] characters, int offset, int count) {
      for (var i = offset; i < offset + count; i++) {
        if (characters[i] == '\n') {
          end();
        } else {
          line.append(characters[i]);
        }
      }
    }

    private void end() {
      for (var part : Wrapped.lines(Text.printable(line.toString()), columns)) {
        target.println(isFailure && coloured ? alarm(part) : part);
      }
      line.setLength(0);
    }

    @Override
    public void flush() {
      target.print(Text.printable(line.toString()));
      line.setLength(0);
      target.flush();
    }

    @Override
    public void close() {
      flush();
    }
  }
}
