package swiotlb.trace.duckdb;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.trace.file.TraceException;

/**
 * The one thread that writes batches, behind a bounded queue: who is faster than the disk waits.
 * What was written is committed each second. An error of the thread reaches the next one that hands
 * it something.
 */
final class WriterThread {
  /** Batches that can wait. */
  static final int MOST_WAITING = 3;

  private static final long COMMIT_EVERY_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_EVERY_MS = 100;

  /** What the thread is told: to write a batch, and to commit and say so if there is a latch. */
  private record Order(@Nullable Batch batch, @Nullable CountDownLatch committed, boolean last) {}

  private final String file;
  private final BatchSink sink;
  private final Supplier<@Nullable Batch> unfinished;
  private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(MOST_WAITING);
  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(MOST_WAITING + 2);
  private final Thread thread = new Thread(this::run, "trace-writer");
  private volatile @Nullable String failure;
  private boolean isDirty;

  /**
   * Starts the thread.
   *
   * @param file by which errors name it
   * @param unfinished takes away the rows of a batch that is still being filled, so that a quiet
   *     run is stored as well; null if there are none
   */
  WriterThread(String file, BatchSink sink, Supplier<@Nullable Batch> unfinished) {
    this.file = file;
    this.sink = sink;
    this.unfinished = unfinished;
    thread.setDaemon(true);
    thread.start();
  }

  /** A batch to be filled. */
  Batch emptyBatch() {
    var batch = empty.poll();
    return batch == null ? new Batch() : batch;
  }

  /**
   * Hands over a batch; waits as long as the queue is full.
   *
   * @throws TraceException if the thread has failed
   */
  void write(Batch batch) {
    put(new Order(batch, null, false));
  }

  /**
   * Returns when all that was handed over has been committed.
   *
   * @throws TraceException if the thread has failed
   */
  void commit() {
    await(false);
  }

  /**
   * Commits everything and ends the thread.
   *
   * @throws TraceException if the thread has failed
   */
  void end() {
    await(true);
  }

  private void await(boolean last) {
    var committed = new CountDownLatch(1);
    put(new Order(null, committed, last));
    uninterrupted(() -> committed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
  }

  private void put(Order order) {
    uninterrupted(() -> orders.offer(order, LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
  }

  private interface Attempt {
    boolean succeeds() throws InterruptedException;
  }

  /** Tries again until it succeeds or the thread has failed. */
  private void uninterrupted(Attempt attempt) {
    var interrupted = false;
    try {
      var done = false;
      while (!done) {
        throwIfFailed();
        try {
          done = attempt.succeeds();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      throwIfFailed();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void throwIfFailed() {
    var reason = failure;
    if (reason != null) {
      throw new TraceException(
          file,
          "the trace cannot be written: " + reason + "; is there space? What came before is there");
    }
  }

  private void run() {
    try {
      writeUntilLast();
    } catch (SQLException e) {
      failure = Database.reason(e);
    } catch (InterruptedException e) {
      failure = "interrupted";
    } catch (RuntimeException | Error e) {
      failure = e.toString();
    }
  }

  private void writeUntilLast() throws SQLException, InterruptedException {
    var committedNs = System.nanoTime();
    while (true) {
      var order =
          orders.poll(committedNs + COMMIT_EVERY_NS - System.nanoTime(), TimeUnit.NANOSECONDS);
      var batch = order == null ? unfinished.get() : order.batch;
      if (batch != null) {
        store(batch);
      }
      var awaited = order == null ? null : order.committed;
      if (awaited != null || System.nanoTime() - committedNs >= COMMIT_EVERY_NS) {
        commitIfDirty();
        committedNs = System.nanoTime();
      }
      if (awaited != null) {
        awaited.countDown();
      }
      if (order != null && order.last) {
        return;
      }
    }
  }

  private void store(Batch batch) throws SQLException {
    sink.write(batch);
    isDirty = true;
    batch.clear();
    empty.offer(batch);
  }

  private void commitIfDirty() throws SQLException {
    if (isDirty) {
      sink.commit();
      isDirty = false;
    }
  }
}
