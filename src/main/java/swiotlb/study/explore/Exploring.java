package swiotlb.study.explore;

import java.util.HashMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.study.work.Done;
import swiotlb.study.work.ThreadCrew;

/** Explores a scenario in batches, side by side on threads. */
public final class Exploring {
  private Exploring() {}

  /**
   * Explores until something goes wrong, or to the end of what was planned. Batches count in their
   * order, and those after the first in which something went wrong do not count, so that without a
   * limit of time the outcome is the same for any number of threads.
   *
   * @param threads at least 1
   * @param isInterrupted asked now and then, also by other threads
   * @param progress hears of what came so far, after each batch
   * @throws RuntimeException what a batch threw, which is a fault of the simulator
   */
  public static Explored run(
      ExplorePlan plan, int threads, BooleanSupplier isInterrupted, Consumer<Explored> progress)
      throws InterruptedException {
    var explored = new Explored(plan);
    var done = new LinkedBlockingQueue<Done<Batch>>();
    var lastWanted = new AtomicInteger(plan.batches() - 1);
    var startNs = System.nanoTime();
    var early = new HashMap<Integer, Batch>();
    var begun = 0;
    var ended = 0;
    try (var crew = new ThreadCrew(threads)) {
      while (true) {
        while (begun - ended < threads
            && begun <= lastWanted.get()
            && !plan.isOver(startNs)
            && !isInterrupted.getAsBoolean()) {
          begin(crew, plan, begun++, startNs, lastWanted, isInterrupted, done);
        }
        if (begun == ended) {
          return explored;
        }
        var batch = done.take().get();
        ended++;
        early.put(batch.number(), batch);
        for (var next = early.remove(explored.batches());
            next != null && next.number() <= lastWanted.get();
            next = early.remove(explored.batches())) {
          explored.add(next);
        }
        progress.accept(explored);
      }
    }
  }

  private static void begin(
      ThreadCrew crew,
      ExplorePlan plan,
      int number,
      long startNs,
      AtomicInteger lastWanted,
      BooleanSupplier isInterrupted,
      BlockingQueue<Done<Batch>> done) {
    crew.execute(
        runner -> {
          var batch =
              Batch.run(
                  runner,
                  plan,
                  number,
                  startNs,
                  () -> number > lastWanted.get() || isInterrupted.getAsBoolean());
          if (!batch.found().isEmpty() && !plan.goesOn()) {
            lastWanted.accumulateAndGet(number, Math::min);
          }
          return batch;
        },
        done::add);
  }
}
