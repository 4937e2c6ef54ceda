package swiotlb.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a program that ends when the test says so. */
@Timeout(60)
class InterruptsTest {
  /** Ends as a Java program does: once, by running its hooks; then nobody adds or removes one. */
  private static class Program implements Interrupts.Hooks {
    final List<Thread> hooks = new ArrayList<>();
    private boolean isEnding;

    @Override
    public void add(Thread hook) {
      requireNotEnding();
      hooks.add(hook);
    }

    @Override
    public void remove(Thread hook) {
      requireNotEnding();
      hooks.remove(hook);
    }

    private void requireNotEnding() {
      if (isEnding) {
        throw new IllegalStateException("Shutdown in progress");
      }
    }

    void interrupt() {
      isEnding = true;
      hooks.forEach(Thread::start);
    }

    /** What {@code System.exit} does: it waits for the hooks. */
    void exit() throws InterruptedException {
      if (!isEnding) {
        interrupt();
      }
      for (var hook : hooks) {
        hook.join();
      }
    }
  }

  private final Program program = new Program();

  @Test
  void nothingStaysOfACommandThatWasNotInterrupted() throws InterruptedException {
    try (var interrupts = new Interrupts(program)) {
      assertThat(interrupts.isInterrupted()).isFalse();
    }
    assertThat(program.hooks).isEmpty();
    program.exit();
  }

  @Test
  void theProgramStaysUntilTheCommandHasEnded() throws InterruptedException {
    var interrupts = new Interrupts(program);
    program.interrupt();
    while (!interrupts.isInterrupted()) {
      Thread.onSpinWait();
    }
    assertThat(program.hooks).allMatch(Thread::isAlive);
    interrupts.close();
    program.exit();
    assertThat(program.hooks).noneMatch(Thread::isAlive);
  }

  @Test
  void anInterruptAsTheCommandEndsHoldsNobody() throws InterruptedException {
    var atTheLastMoment =
        new Program() {
          @Override
          public void remove(Thread hook) {
            interrupt();
            super.remove(hook);
          }
        };
    new Interrupts(atTheLastMoment).close();
    atTheLastMoment.exit();
    assertThat(atTheLastMoment.hooks).noneMatch(Thread::isAlive);
  }

  @Test
  void anInterruptAfterTheCommandEndedHoldsNobody() throws InterruptedException {
    var interrupts = new Interrupts(program);
    program.interrupt();
    interrupts.close();
    program.exit();
    assertThat(program.hooks).noneMatch(Thread::isAlive);
  }

  @Test
  void aCommandThatBeginsAsTheProgramEndsIsInterrupted() {
    program.interrupt();
    try (var interrupts = new Interrupts(program)) {
      assertThat(interrupts.isInterrupted()).isTrue();
    }
  }

  /** The checker itself: an exit waits for a hook that nobody lets go. */
  @Test
  void anExitWhileACommandRunsWaits() throws InterruptedException {
    var interrupts = new Interrupts(program);
    var begun = new CountDownLatch(1);
    var main =
        new Thread(
            () -> {
              begun.countDown();
              try {
                program.exit();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    main.start();
    begun.await();
    assertThat(main.isAlive()).isTrue();
    interrupts.close();
    main.join();
  }
}
