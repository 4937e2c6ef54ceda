package swiotlb.cli.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import swiotlb.cli.Cli;

/** A file that is not created, or emptied, before there is something to write to it. */
final class FileOnDemand extends OutputStream {
  private final Path file;
  private @Nullable OutputStream out;

  FileOnDemand(Path file) {
    this.file = file;
  }

  private OutputStream opened() {
    var opened = out;
    if (opened == null) {
      opened = Cli.create(file);
      out = opened;
    }
    return opened;
  }

  @Override
  public void write(int b) throws IOException {
    opened().write(b);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    opened().write(bytes, from, length);
  }

  @Override
  public void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
  }
}
