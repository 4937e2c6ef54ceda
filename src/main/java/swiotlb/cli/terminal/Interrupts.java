package swiotlb.cli.terminal;

import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C while a command runs: the command is asked to end, and the program stays until it has
 * shown what it has.
 *
 * <p>The program ends when its hook has ended, and whoever asks for its end meanwhile waits for
 * that without end. So the hook waits for nothing but {@link #close}, which lets it go before all
 * else; a command closes this before anybody exits.
 */
public final class Interrupts implements AutoCloseable {
  /** Where what is to be done at the end of the program is said. */
  interface Hooks {
    /**
     * Adds a hook.
     *
     * @throws IllegalStateException if the program is ending already
     */
    void add(Thread hook);

    /**
     * Removes a hook.
     *
     * @throws IllegalStateException if the program is ending already
     */
    void remove(Thread hook);
  }

  private static final Hooks OF_THE_PROGRAM =
      new Hooks() {
        @Override
        public void add(Thread hook) {
          Runtime.getRuntime().addShutdownHook(hook);
        }

        @Override
        public void remove(Thread hook) {
          Runtime.getRuntime().removeShutdownHook(hook);
        }
      };

  private final Hooks hooks;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onShutdown, "interrupt");
  private volatile boolean interrupted;

  /** From now on. */
  public Interrupts() {
    this(OF_THE_PROGRAM);
  }

  Interrupts(Hooks hooks) {
    this.hooks = hooks;
    try {
      hooks.add(hook);
    } catch (IllegalStateException e) {
      interrupted = true; // It came before this.
    }
  }

  /** Whether the command is to end. */
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
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      hooks.remove(hook);
    } catch (IllegalStateException e) {
      // The program is ending: the hook runs, or will, and waits for nobody.
    }
  }
}
