package swiotlb.trace.store;

import java.io.IOException;

/** Something that is done when the program is interrupted, unless this is closed before. */
public final class AtInterrupt implements AutoCloseable {
  private final Thread hook;

  /**
   * From now on.
   *
   * @param name of the thread that does it
   * @throws IOException if the program is ending already; then it is not done
   */
  public AtInterrupt(String name, Runnable task) throws IOException {
    hook = new Thread(task, name);
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      throw new IOException("the program is ending", e);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending: it is done, or has been.
    }
  }
}
