package swiotlb.study.explore;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import swiotlb.study.work.Crew;
import swiotlb.study.work.CrewInterruptedException;
import swiotlb.study.work.Done;
import swiotlb.study.work.ThreadCrew;

/** Explores a scenario in batches, side by side. */
public final class Exploring {
  private static final long LOOK_EVERY_MS = 200;

  private Exploring() {}

  /**
   * Explores on threads of this process until something goes wrong, or to the end of what was
   * planned. Batches count in their order, and those after the first in which something went wrong
   * do not count, so that without a limit of time the outcome is the same for any number of
   * threads.
   *
   * @param threads at least 1
   * @param isInterrupted asked now and then, also by other threads
   * @param progress hears of what came so far, after each batch
   * @throws RuntimeException what a batch threw, which is a fault of the simulator
   */
  public static Explored run(
      ExplorePlan plan, int threads, BooleanSupplier isInterrupted, Consumer<Explored> progress)
      throws InterruptedException {
    try (var crew = new ThreadCrew(threads)) {
      return run(plan, new Hands(crew, threads, true), isInterrupted, progress);
    }
  }

  /**
   * Who makes the batches.
   *
   * @param crew stays open
   * @param atOnce batches that it is given before it is done with one, at least 1
   * @param isHere whether it ends a batch that nobody wants any more, and is waited for; others are
   *     not
   */
  public record Hands(Crew crew, int atOnce, boolean isHere) {}

  /** The same, by others: the outcome does not depend on who they are. */
  public static Explored run(
      ExplorePlan plan, Hands hands, BooleanSupplier isInterrupted, Consumer<Explored> progress)
      throws InterruptedException {
    var explored = new Explored(plan);
    var done = new LinkedBlockingQueue<Done<Batch>>();
    var lastWanted = new AtomicInteger(plan.batches() - 1);
    var startNs = System.nanoTime();
    var early = new HashMap<Integer, Batch>();
    var begun = 0;
    var ended = 0;
    while (true) {
      var isOver = plan.isOver(startNs) || isInterrupted.getAsBoolean();
      while (begun - ended < hands.atOnce && begun <= lastWanted.get() && !isOver) {
        begin(hands.crew, plan, begun++, startNs, lastWanted, isInterrupted, done);
      }
      var isEnough = isOver || explored.batches() > lastWanted.get();
      if (begun == ended || (isEnough && !hands.isHere)) {
        return explored;
      }
      var next = done.poll(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
      if (next == null) {
        continue;
      }
      ended++;
      if (next.trouble() instanceof CrewInterruptedException) {
        return explored;
      }
      take(next, explored, early, lastWanted.get());
      progress.accept(explored);
    }
  }

  /** Batches are added in their order; those that came before their turn wait. */
  private static void take(
      Done<Batch> done, Explored explored, Map<Integer, Batch> early, int lastWanted) {
    var batch = done.get();
    early.put(batch.number(), batch);
    explored.count(done.by());
    for (var next = early.remove(explored.batches());
        next != null && next.number() <= lastWanted;
        next = early.remove(explored.batches())) {
      explored.add(next);
    }
  }

  private static void begin(
      Crew crew,
      ExplorePlan plan,
      int number,
      long startNs,
      AtomicInteger lastWanted,
      BooleanSupplier isInterrupted,
      BlockingQueue<Done<Batch>> done) {
    crew.add(
        new BatchWork(
            plan, number, startNs, () -> number > lastWanted.get() || isInterrupted.getAsBoolean()),
        came -> {
          var batch = came.result();
          if (batch != null && !batch.found().isEmpty() && !plan.goesOn()) {
            lastWanted.accumulateAndGet(number, Math::min);
          }
          done.add(came);
        });
  }
}
