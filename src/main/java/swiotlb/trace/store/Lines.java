package swiotlb.trace.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Lines of a stream, as bytes. At the end of the stream it can be asked again, since the file may
 * have grown; what follows the last line break waits for the rest of its line. Not thread-safe.
 */
final class Lines implements Closeable {
  private static final int LONGEST = 1 << 26;

  private final InputStream in;
  private byte[] bytes = new byte[1 << 16];
  private int filled;
  private int lineStart;
  private int lineEnd = -1;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /**
   * Goes to the next line.
   *
   * @return false if there is no whole line left
   * @throws IOException if it cannot be read, or a line does not end
   */
  boolean next() throws IOException {
    lineStart = lineEnd + 1;
    var scanned = lineStart;
    while (true) {
      for (; scanned < filled; scanned++) {
        if (bytes[scanned] == '\n') {
          lineEnd = scanned;
          number++;
          return true;
        }
      }
      scanned -= lineStart;
      if (!fill()) {
        lineEnd = lineStart - 1;
        return false;
      }
      scanned += lineStart;
    }
  }

  /** Moves the unfinished line to the front and reads on; false at the end of the stream. */
  private boolean fill() throws IOException {
    System.arraycopy(bytes, lineStart, bytes, 0, filled - lineStart);
    filled -= lineStart;
    lineStart = 0;
    if (filled == bytes.length) {
      if (filled >= LONGEST) {
        throw new IOException("a line of more than " + LONGEST + " bytes");
      }
      bytes = Arrays.copyOf(bytes, filled * 2);
    }
    var read = in.read(bytes, filled, bytes.length - filled);
    if (read <= 0) {
      return false;
    }
    filled += read;
    return true;
  }

  /** The bytes among which the line lies. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return lineStart;
  }

  /** The place behind the last byte of the line. */
  int end() {
    return lineEnd;
  }

  /** Number of the line, from 1. */
  long number() {
    return number;
  }

  /** Whether something stands behind the last line break. */
  boolean hasRest() {
    return filled > lineEnd + 1;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
