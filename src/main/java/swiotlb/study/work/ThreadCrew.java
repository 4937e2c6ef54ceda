package swiotlb.study.work;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import swiotlb.study.run.ScenarioRun;

/**
 * Threads that run scenarios, each with an engine of its own that outlives its runs. What comes of
 * a task does not depend on which of them did it.
 */
public final class ThreadCrew implements Crew {
  private static final long LONGEST_END_SECONDS = 60;
  private static final ThreadLocal<ScenarioRun.@Nullable Runner> OWN = new ThreadLocal<>();

  private final ExecutorService threads;
  private volatile boolean isClosed;

  /** So many of them. */
  public ThreadCrew(int size) {
    threads = Executors.newFixedThreadPool(size, ThreadCrew::member);
  }

  private static Thread member(Runnable work) {
    var thread =
        new Thread(
            () -> {
              try (var runner = new ScenarioRun.Runner()) {
                OWN.set(runner);
                work.run();
                // So it is woken to end, which must not disturb the engine's end.
                Thread.interrupted();
              } finally {
                OWN.remove();
              }
            },
            "crew");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public <T> void add(Work<T> work, Consumer<Done<T>> taker) {
    execute(work::here, taker);
  }

  /**
   * Something to do that need not be told to anybody.
   *
   * @param taker is told what became of it, on the thread that did it
   */
  public <T> void execute(Function<ScenarioRun.Runner, T> work, Consumer<Done<T>> taker) {
    try {
      threads.execute(() -> doOne(work, taker));
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the crew was closed", e);
    }
  }

  private <T> void doOne(Function<ScenarioRun.Runner, T> work, Consumer<Done<T>> taker) {
    var runner = OWN.get();
    if (isClosed || runner == null) {
      return;
    }
    taker.accept(done(work, runner));
  }

  private static <T> Done<T> done(Function<ScenarioRun.Runner, T> work, ScenarioRun.Runner runner) {
    try {
      return new Done<>(work.apply(runner), null, "");
    } catch (Throwable e) {
      return new Done<>(null, e, "");
    }
  }

  /** Waits until they have ended what they do, and their engines with them. */
  @Override
  public void close() {
    isClosed = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a scenario does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
