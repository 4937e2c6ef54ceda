package swiotlb.trace.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;

/**
 * A folder of the program's own; deleted with all that is in it when it is closed, or when the
 * program is interrupted before. Closing it again does nothing.
 */
public final class TemporaryFolder implements Closeable {
  /** Who is interrupted may still be writing a file beside those that are being deleted. */
  private static final int ATTEMPTS = 10;

  private final Path path;
  private final AtInterrupt atInterrupt;

  private TemporaryFolder(Path path) throws IOException {
    this.path = path;
    try {
      atInterrupt = new AtInterrupt("temporary-folder", this::deletePatiently);
    } catch (IOException e) {
      delete();
      throw e;
    }
  }

  /** An empty folder among the temporary files. */
  public static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("swiotlb-sim"));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for temporary files", e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Deletes the folder, if it is still there. */
  @Override
  public void close() {
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files cannot be deleted", e);
    }
    atInterrupt.close();
  }

  private void deletePatiently() {
    for (var attempt = 0; attempt < ATTEMPTS && Files.exists(path); attempt++) {
      try {
        delete();
      } catch (IOException e) {
        // A file has come or gone meanwhile; the next attempt sees the others.
      }
    }
  }

  private void delete() throws IOException {
    try (var within = Files.walk(path)) {
      for (var file : within.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Somebody was faster.
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNullElseGet(e.getCause(), () -> new IOException(e));
    }
  }
}
