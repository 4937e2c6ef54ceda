package swiotlb.trace.store.duckdb;

import java.io.Closeable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.store.TemporaryFolder;

/**
 * A folder for what does not fit into memory, shared by all who ask before the last of them closes
 * it: a program can open a database twice only with the same settings, of which the folder is one.
 */
final class SpillFolder implements Closeable {
  private static @Nullable SpillFolder shared;

  private final TemporaryFolder folder = TemporaryFolder.create();
  private int users;

  private SpillFolder() {}

  /** The folder that others use now, or a new one. To be closed once by each who asks. */
  static synchronized SpillFolder shared() {
    var spill = shared;
    if (spill == null) {
      spill = new SpillFolder();
      shared = spill;
    }
    spill.users++;
    return spill;
  }

  Path path() {
    return folder.path();
  }

  /** Deletes the folder, if nobody else uses it. */
  @Override
  public void close() {
    if (leave(this)) {
      folder.close();
    }
  }

  private static synchronized boolean leave(SpillFolder spill) {
    if (--spill.users > 0) {
      return false;
    }
    if (shared == spill) {
      shared = null;
    }
    return true;
  }
}
