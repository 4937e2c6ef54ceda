package swiotlb.study.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import swiotlb.study.run.ScenarioRun;

/**
 * Threads that run scenarios, each with an engine of its own that outlives its runs. What comes of
 * a task does not depend on which of them did it.
 */
public final class Crew implements AutoCloseable {
  private static final long LONGEST_END_SECONDS = 60;
  private static final ThreadLocal<ScenarioRun.Runner> OWN = new ThreadLocal<>();

  private final ExecutorService threads;

  /** So many of them. */
  public Crew(int size) {
    threads = Executors.newFixedThreadPool(size, Crew::member);
  }

  private static Thread member(Runnable work) {
    var thread =
        new Thread(
            () -> {
              try (var runner = new ScenarioRun.Runner()) {
                OWN.set(runner);
                work.run();
                Thread.interrupted(); // So it is woken to end, which must not disturb the engine's
                // end.
              } finally {
                OWN.remove();
              }
            },
            "measure");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Does all of them.
   *
   * @return what they came to, in their order
   * @throws RuntimeException what the first that failed threw
   */
  public <T> List<T> all(List<Function<ScenarioRun.Runner, T>> work) {
    var tasks = new ArrayList<Callable<T>>();
    work.forEach(one -> tasks.add(() -> one.apply(Objects.requireNonNull(OWN.get()))));
    try {
      var all = new ArrayList<T>();
      for (var done : threads.invokeAll(tasks)) {
        all.add(done.get());
      }
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while scenarios ran", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** Waits until they have ended what they do, and their engines with them. */
  @Override
  public void close() {
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
