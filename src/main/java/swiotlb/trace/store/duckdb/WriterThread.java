package swiotlb.trace.store.duckdb;

import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import swiotlb.input.InputException;

/**
 * The one thread that writes batches, in the order in which they are handed over. Handing over
 * never blocks, so that it can be done under a lock; who is faster than the disk waits afterwards,
 * without the lock. What was written is committed each half second. An error of the thread reaches
 * the next one that waits for it.
 */
final class WriterThread {
  /** Batches that can wait before those who fill them do. */
  static final int MOST_WAITING = 3;

  private static final long COMMIT_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOOK_EVERY_MS = 100;

  /** What the thread is told: to write a batch, and to commit and say so if there is a latch. */
  private record Order(@Nullable Batch batch, @Nullable CountDownLatch committed, boolean last) {}

  private final String file;
  private final BatchSink sink;
  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

  /** Notified when there may be room among the orders. */
  private final Object room = new Object();

  private final BlockingQueue<Batch> empty = new ArrayBlockingQueue<>(MOST_WAITING + 2);
  private volatile @Nullable String failure;
  private volatile boolean hasEnded;
  private boolean isDirty;

  /**
   * A thread that has not started.
   *
   * @param file by which errors name it
   */
  WriterThread(String file, BatchSink sink) {
    this.file = file;
    this.sink = sink;
  }

  /**
   * Starts the thread.
   *
   * @param unfinished takes away the rows of a batch that is still being filled, so that a quiet
   *     run is stored as well; null if there are none, or if {@link #isBehind}, since what was
   *     handed over comes first
   */
  void start(Supplier<@Nullable Batch> unfinished) {
    var thread = new Thread(() -> run(unfinished), "trace-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** A batch to be filled. */
  Batch emptyBatch() {
    var batch = empty.poll();
    return batch == null ? new Batch() : batch;
  }

  /** Hands over a batch, at once. Who did so calls {@link #awaitRoom} when it holds no lock. */
  void handOver(Batch batch) {
    orders.add(new Order(batch, null, false));
  }

  /** Whether something that was handed over has not been taken up. */
  boolean isBehind() {
    return !orders.isEmpty();
  }

  /**
   * Waits as long as too many batches do. The caller holds no lock that the taking of unfinished
   * rows needs.
   *
   * @throws InputException if the thread has failed, or has ended
   */
  void awaitRoom() {
    uninterrupted(
        () -> {
          synchronized (room) {
            while (orders.size() > MOST_WAITING) {
              throwIfFailed();
              throwIfEnded();
              room.wait(LOOK_EVERY_MS);
            }
          }
          return true;
        });
  }

  /**
   * Returns when all that was handed over has been committed.
   *
   * @throws InputException if the thread has failed
   */
  void commit() {
    await(false);
  }

  /**
   * Commits everything and ends the thread.
   *
   * @throws InputException if the thread has failed
   */
  void end() {
    await(true);
    hasEnded = true;
  }

  private void await(boolean last) {
    var committed = new CountDownLatch(1);
    orders.add(new Order(null, committed, last));
    uninterrupted(() -> committed.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS));
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
      throw new InputException(
          file,
          "the trace cannot be written: " + reason + "; is there space? What came before is there");
    }
  }

  private void throwIfEnded() {
    if (hasEnded) {
      throw new InputException(file, "the trace is closed; what comes now is not stored");
    }
  }

  private void run(Supplier<@Nullable Batch> unfinished) {
    try {
      writeUntilLast(unfinished);
    } catch (SQLException e) {
      failure = Database.reason(e);
    } catch (InterruptedException e) {
      failure = "interrupted";
    } catch (RuntimeException | Error e) {
      failure = e.toString();
    }
  }

  private void writeUntilLast(Supplier<@Nullable Batch> unfinished)
      throws SQLException, InterruptedException {
    var committedNs = System.nanoTime();
    while (true) {
      var order = nextOrder(committedNs + COMMIT_EVERY_NS - System.nanoTime());
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

  private @Nullable Order nextOrder(long patienceNs) throws InterruptedException {
    var order = orders.poll(patienceNs, TimeUnit.NANOSECONDS);
    if (order != null) {
      synchronized (room) {
        room.notifyAll();
      }
    }
    return order;
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
