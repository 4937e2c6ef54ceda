package swiotlb.study.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import swiotlb.scenario.Scenario;
import swiotlb.study.run.RunObserver;
import swiotlb.study.run.ScenarioRun;

/**
 * Threads that run replications, each on an engine that it keeps. What came of them is taken by one
 * other thread; who does not take it stops them.
 */
final class Workers implements AutoCloseable {
  private static final int WAITING = 64;

  /**
   * What came of a replication.
   *
   * @param lines empty if it was interrupted
   * @param trouble what makes all of the sweep senseless, or null
   */
  record Done(Replication replication, List<ResultLine> lines, @Nullable Throwable trouble) {}

  private final ScenarioSource source;
  private final String version;
  private final BooleanSupplier isInterrupted;
  private final BlockingQueue<Replication> todo = new LinkedBlockingQueue<>();
  private final BlockingQueue<Done> done = new ArrayBlockingQueue<>(WAITING);
  private final Map<Long, Scenario> scenarios = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isClosed;

  Workers(ScenarioSource source, String version, int threads, BooleanSupplier isInterrupted) {
    this.source = source;
    this.version = version;
    this.isInterrupted = isInterrupted;
    for (var i = 0; i < threads; i++) {
      var thread = new Thread(this::work, "sweep-" + i);
      thread.setDaemon(true);
      this.threads.add(thread);
      thread.start();
    }
  }

  /** Something to do. */
  void add(Replication replication) {
    todo.add(replication);
  }

  /** What has been done next; null if nothing was within the time. */
  @Nullable Done poll(long milliseconds) throws InterruptedException {
    return done.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** All replications of a point are done. */
  void forget(Point point) {
    scenarios.remove(point.number());
  }

  private void work() {
    try (var runner = new ScenarioRun.Runner()) {
      while (!isClosed) {
        var replication = todo.poll(20, TimeUnit.MILLISECONDS);
        if (replication != null) {
          done.put(run(replication, runner));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Closed; nobody waits for what it does.
    }
  }

  /** Whatever happens is a result; what ends the program or was not meant is told as trouble. */
  private Done run(Replication replication, ScenarioRun.Runner runner) {
    if (isInterrupted.getAsBoolean()) {
      return new Done(replication, List.of(), null);
    }
    var common = new ResultLine.Common(source.name(), version, replication);
    try {
      if (!replication.refusal().isEmpty()) {
        return new Done(replication, ResultLine.refused(common), null);
      }
      var scenario = scenario(replication);
      try {
        return new Done(replication, simulate(common, scenario, runner), null);
      } catch (RuntimeException e) {
        return new Done(replication, ResultLine.crashed(common, e), null);
      }
    } catch (Throwable e) {
      return new Done(replication, List.of(), e);
    }
  }

  private Scenario scenario(Replication replication) {
    return scenarios
        .computeIfAbsent(
            replication.point().number(),
            point -> source.again(replication.point().settings(), replication.identity()))
        .withSeed(replication.seed());
  }

  private List<ResultLine> simulate(
      ResultLine.Common common, Scenario scenario, ScenarioRun.Runner runner) {
    var figures = new ArrayList<String>();
    var ending =
        runner.run(
            scenario,
            ScenarioRun.Options.plain().until(isInterrupted),
            List.of(RunObserver.ofRuns(run -> figures.add(ResultLine.figures(run)))));
    return ending.interrupted() ? List.of() : ResultLine.of(common, figures, ending);
  }

  /** Those that are at work finish what they do, unless they are interrupted. */
  @Override
  public void close() {
    isClosed = true;
    todo.clear();
    done.clear();
    for (var thread : threads) {
      try {
        thread.join(TimeUnit.SECONDS.toMillis(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
