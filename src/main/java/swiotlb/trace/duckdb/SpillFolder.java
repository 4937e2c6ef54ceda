package swiotlb.trace.duckdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder for what does not fit into memory; deleted when it is closed. */
final class SpillFolder implements Closeable {
  private final Path path;

  private SpillFolder(Path path) {
    this.path = path;
  }

  /** An empty folder among the temporary files. */
  static SpillFolder create() {
    try {
      return new SpillFolder(Files.createTempDirectory("swiotlb-sim"));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for temporary files", e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (var within = Files.walk(path)) {
      for (var file : within.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("temporary files cannot be deleted", e);
    }
  }
}
