package swiotlb.input;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * The bytes of a file, which is named if it cannot be written: as an {@link InputException}, which
 * writers of text let through.
 */
public final class NamedFile extends OutputStream {
  private final Path file;
  private final OutputStream out;

  /**
   * A file of this name.
   *
   * @param out where its bytes go; closed with this one
   */
  public NamedFile(Path file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private InputException unwritable(IOException e) {
    return new InputException(
        file.toString(), "cannot be written: " + e.getMessage() + "; is there space?");
  }
}
