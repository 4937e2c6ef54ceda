package swiotlb.input;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Files as people name them: plain ones, and pipes as a shell makes them of {@code <(command)}. */
public final class AnyFile {
  /** A shell has its writer ready at once. */
  private static final int MOST_SECONDS = 3;

  private AnyFile() {}

  /**
   * Opens a file, or a pipe.
   *
   * @throws InputException if it is a pipe to which nobody writes, which would be waited for
   *     without end
   * @throws IOException if it cannot be opened
   */
  public static InputStream open(Path file) throws IOException {
    return isPipe(file) ? openPipe(file) : Files.newInputStream(file);
  }

  /** Whether it is a pipe or a device, which can be read once. */
  public static boolean isPipe(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return false; // It cannot be opened either, as will be seen.
    }
  }

  /** Nothing ends a wait for a writer but a writer. */
  private static InputStream openPipe(Path file) throws IOException {
    var opened = new CompletableFuture<InputStream>();
    var opener = new Thread(() -> open(file, opened), "opening of a pipe");
    opener.setDaemon(true);
    opener.start();
    try {
      return opened.get(MOST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new InputException(
          file.toString(),
          "is a pipe to which nobody writes; name a file, or start first what writes to it");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void open(Path file, CompletableFuture<InputStream> opened) {
    try {
      opened.complete(new BufferedInputStream(new FileInputStream(file.toFile())));
    } catch (IOException e) {
      opened.completeExceptionally(e);
    }
  }
}
