package swiotlb.workload.golden;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Lines of a stream in UTF-8, decoded one by one, so that an error is one of its line. */
final class GoldenLines implements Closeable {
  private static final int LONGEST = 1 << 24;

  private final InputStream in;
  private long number;

  GoldenLines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /**
   * The next line without its end, or null if there is none.
   *
   * @throws CharacterCodingException if it is not UTF-8
   * @throws IOException if it cannot be read, or does not end
   */
  @Nullable String next() throws IOException {
    number++;
    var line = new ByteArrayOutputStream(256);
    var read = in.read();
    if (read < 0) {
      return null;
    }
    for (; read >= 0 && read != '\n'; read = in.read()) {
      if (line.size() == LONGEST) {
        throw new IOException("the line is longer than " + LONGEST + " bytes");
      }
      line.write(read);
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(line.toByteArray()))
        .toString();
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
