package swiotlb.study.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import swiotlb.input.InputException;

/** Folders that do not outlast their use. */
public final class TemporaryFolder {
  private TemporaryFolder() {}

  /**
   * A new one, which nobody else reads.
   *
   * @throws InputException if there is no place for it
   */
  public static Path make(String prefix) {
    try {
      return Files.createTempDirectory(prefix).toRealPath();
    } catch (IOException e) {
      throw new InputException(
          System.getProperty("java.io.tmpdir"),
          "has no room for a temporary folder: " + e.getMessage());
    }
  }

  /** Deletes one with all that is in it; what cannot be deleted stays. */
  public static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // What stays in the temporary folder is the system's to clean.
    }
  }
}
