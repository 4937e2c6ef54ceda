package swiotlb.cli.trace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import swiotlb.cli.terminal.Cli;

/**
 * A file that takes its name only when it is complete: what had that name stays as it was if the
 * writing fails, or if there was nothing to write. Pipes and devices are written at once.
 */
final class FileOnDemand extends OutputStream {
  private static final String UNFINISHED = ".unfinished";

  private final Path file;
  private final boolean isRenamed;
  private final Path written;
  private @Nullable OutputStream out;

  FileOnDemand(Path file) throws IOException {
    this.file = Files.exists(file) ? file.toRealPath() : file;
    this.isRenamed = !Files.exists(file) || Files.isRegularFile(file);
    this.written =
        isRenamed ? this.file.resolveSibling(this.file.getFileName() + UNFINISHED) : file;
  }

  private OutputStream opened() {
    var opened = out;
    if (opened == null) {
      opened = Cli.create(written);
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

  /** It is complete, and gets its name. */
  void complete() throws IOException {
    var opened = opened();
    out = null;
    opened.close();
    if (isRenamed) {
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** What is not complete by now is deleted. */
  @Override
  public void close() throws IOException {
    var unfinished = out;
    if (unfinished == null) {
      return;
    }
    out = null;
    try {
      unfinished.close();
    } finally {
      if (isRenamed) {
        Files.deleteIfExists(written);
      }
    }
  }
}
