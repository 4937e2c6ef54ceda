package swiotlb.workload.block;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;
import swiotlb.input.InputException;
import swiotlb.input.Text;

/**
 * The lines of a text as bytes, read in large pieces and taken apart where they lie: no object is
 * made for a line. Not thread-safe.
 */
public final class ByteLines implements AutoCloseable {
  private static final int PIECE_BYTES = 1 << 16;
  private static final int MOST_LINE_BYTES = 1 << 20;
  private static final int SHOWN = 80;

  /** What some programs write before a text in UTF-8. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Path file;
  private final InputStream in;
  private byte[] bytes = new byte[PIECE_BYTES];
  private int filled;
  private int nextLine;
  private int at;
  private int end;
  private long number;
  private boolean isWhole;

  /** The lines of what a stream holds, by the name of its file. */
  public ByteLines(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * Goes on to the next line.
   *
   * @return whether there is one
   * @throws InputException if the file cannot be read on
   */
  public boolean next() {
    var from = nextLine;
    var searched = from;
    while (true) {
      for (var i = searched; i < filled; i++) {
        if (bytes[i] == '\n') {
          return line(from, i, true);
        }
      }
      var length = filled - from;
      from = keep(from);
      searched = from + length;
      if (!fill()) {
        return filled > from && line(from, filled, false);
      }
    }
  }

  private boolean line(int from, int to, boolean ends) {
    number++;
    at = from;
    end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    if (number == 1
        && end - at >= MARK.length
        && Arrays.equals(bytes, at, at + MARK.length, MARK, 0, MARK.length)) {
      at += MARK.length;
    }
    nextLine = ends ? to + 1 : to;
    isWhole = ends;
    return true;
  }

  /** Moves what is not taken yet to the front, where there must be room for more. */
  private int keep(int from) {
    if (filled == bytes.length) {
      System.arraycopy(bytes, from, bytes, 0, filled - from);
      filled -= from;
      if (filled == bytes.length) {
        if (filled >= MOST_LINE_BYTES) {
          number++;
          throw wrong("is longer than 1 MiB, as no line of such a file is");
        }
        bytes = Arrays.copyOf(bytes, 2 * filled);
      }
      return 0;
    }
    return from;
  }

  private boolean fill() {
    try {
      var more = in.read(bytes, filled, bytes.length - filled);
      filled += Math.max(0, more);
      return more > 0;
    } catch (EOFException | ZipException e) {
      number++;
      throw wrong("is where the packed file is cut off or damaged; copy it again");
    } catch (IOException e) {
      number++;
      throw wrong("cannot be read on: " + e.getMessage());
    }
  }

  /** The number of the line, from 1. */
  public long number() {
    return number;
  }

  /** Whether a line break ends the line. */
  public boolean isWhole() {
    return isWhole;
  }

  /** Refuses a line that no line break ends: the file is cut off in it. */
  public void requireWhole() {
    if (!isWhole) {
      throw wrong("is cut off: no line break ends it; copy the file again");
    }
  }

  /** Whether nothing but blanks is left of the line. */
  public boolean isBlank() {
    skipBlanks();
    return at == end;
  }

  /** Goes on to what is no blank. */
  public void skipBlanks() {
    while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
      at++;
    }
  }

  /** Where the line is taken apart, to go back to. */
  public int mark() {
    return at;
  }

  /** Goes back. */
  public void reset(int mark) {
    at = mark;
  }

  /** The byte here, or -1 at the end of the line. */
  public int peek() {
    return at < end ? bytes[at] : -1;
  }

  /** The last byte of the line, or -1 if nothing is left of it. */
  public int last() {
    return at < end ? bytes[end - 1] : -1;
  }

  /** Takes a byte if it stands here. */
  public boolean take(char expected) {
    if (at < end && bytes[at] == expected) {
      at++;
      return true;
    }
    return false;
  }

  /**
   * Takes a decimal number.
   *
   * @return -1 if there is none, or one beyond 18 digits
   */
  public long decimal() {
    var value = 0L;
    var from = at;
    for (; at < end; at++) {
      var digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      value = value * 10 + digit;
    }
    return at == from || at - from > 18 ? -1 : value;
  }

  /** Takes all up to a byte, or to the end of the line; the byte stays. */
  public void takeUpTo(char stop) {
    while (at < end && bytes[at] != stop) {
      at++;
    }
  }

  /** Goes back behind the last such byte of the line; stays where there is none. */
  public boolean backToLast(char wanted) {
    for (var i = end - 1; i >= at; i--) {
      if (bytes[i] == wanted) {
        at = i;
        return true;
      }
    }
    return false;
  }

  /** What stands between a mark and here. */
  public String since(int mark, Names names) {
    return names.name(bytes, mark, at);
  }

  /** The rest of the line. */
  public String rest() {
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }

  /** How many bytes are left of the line. */
  public int left() {
    return end - at;
  }

  /** An error at this line. */
  public InputException wrong(String whatAndRemedy) {
    return new InputException(file.toString(), number, whatAndRemedy);
  }

  /** An error at this line, which is shown from where it has been taken apart on. */
  public InputException unlike(String whatAndRemedy) {
    return wrong("\"" + Text.cut(Text.onOneLine(rest()), SHOWN) + "\" " + whatAndRemedy);
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // What was read is not the worse for it.
    }
  }
}
