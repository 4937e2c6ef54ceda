package swiotlb.trace.duckdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A folder for what does not fit into memory; deleted when it is closed, or when the program is
 * interrupted before.
 */
final class SpillFolder implements Closeable {
  /** Who is interrupted may still be writing a file beside those that are being deleted. */
  private static final int ATTEMPTS = 10;

  private static @Nullable SpillFolder shared;

  private final Path path;
  private int users = 1;
  private final Thread atInterrupt = new Thread(this::deletePatiently, "spill-folder");

  private SpillFolder(Path path) {
    this.path = path;
  }

  /** An empty folder among the temporary files. */
  static SpillFolder create() {
    try {
      var folder = new SpillFolder(Files.createTempDirectory("swiotlb-sim"));
      folder.deleteAtInterrupt();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for temporary files", e);
    }
  }

  /**
   * The folder of all who ask before the last of them closes it: a program can open a database
   * twice only with the same settings, of which the folder is one.
   */
  static synchronized SpillFolder shared() {
    var folder = shared;
    if (folder == null) {
      folder = create();
      shared = folder;
    } else {
      folder.users++;
    }
    return folder;
  }

  private static synchronized boolean isLast(SpillFolder folder) {
    if (--folder.users > 0) {
      return false;
    }
    if (shared == folder) {
      shared = null;
    }
    return true;
  }

  private void deleteAtInterrupt() throws IOException {
    try {
      Runtime.getRuntime().addShutdownHook(atInterrupt);
    } catch (IllegalStateException e) {
      delete();
      throw new IOException("the program is ending", e);
    }
  }

  Path path() {
    return path;
  }

  /** Deletes the folder, if it is still there and nobody else uses it. */
  @Override
  public void close() {
    if (!isLast(this)) {
      return;
    }
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files cannot be deleted", e);
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atInterrupt);
    } catch (IllegalStateException e) {
      // The program is ending: the thread finds nothing to delete.
    }
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
