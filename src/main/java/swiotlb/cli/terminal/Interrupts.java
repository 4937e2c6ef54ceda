package swiotlb.cli.terminal;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C while a command runs: the command is asked to end, and the program stays until it has
 * shown what it has, or until Ctrl-C comes a second time.
 */
public final class Interrupts implements AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "interrupt");
  private volatile boolean interrupted;

  public Interrupts() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  public boolean isInterrupted() {
    return interrupted;
  }

  /** Whether the program is about to end, so that nothing new should begin. */
  public static boolean isEnding() {
    var probe = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private void onShutdown() {
    interrupted = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    if (!interrupted) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    done.countDown();
  }
}
