package swiotlb.study.sweep;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import swiotlb.study.work.Done;

/**
 * Results on their way from those who did the work to whoever stores them. Who does not take them
 * stops the others; nobody waits once it is closed. Thread-safe.
 */
final class Results implements AutoCloseable {
  private static final int WAITING = 64;
  private static final long LOOK_EVERY_MS = 50;

  private final BlockingQueue<Done<List<ResultLine>>> waiting = new ArrayBlockingQueue<>(WAITING);
  private volatile boolean isClosed;

  /** One more; waits until there is room. */
  void put(Done<List<ResultLine>> done) {
    try {
      while (!isClosed && !waiting.offer(done, LOOK_EVERY_MS, TimeUnit.MILLISECONDS)) {
        // Until there is room, or nobody takes any more.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The next; null if there is none within the time. */
  @Nullable Done<List<ResultLine>> poll(long milliseconds) throws InterruptedException {
    return waiting.poll(milliseconds, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    isClosed = true;
  }
}
