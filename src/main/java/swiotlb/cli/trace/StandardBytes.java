package swiotlb.cli.trace;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output as bytes, which notices that nobody reads it any more. It is never closed. */
final class StandardBytes extends OutputStream {

  /** Whoever read has gone, such as {@code head} when it has what it wants. */
  static final class NobodyReads extends IOException {
    private static final long serialVersionUID = 1;
  }

  @Override
  public void write(int b) throws IOException {
    System.out.write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    System.out.write(bytes, from, length);
    flush();
  }

  @Override
  public void flush() throws IOException {
    if (System.out.checkError()) {
      throw new NobodyReads();
    }
  }
}
