package swiotlb.study.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** Those who do work. Belongs to one thread, which is never one of theirs. */
public interface Crew extends AutoCloseable {
  /**
   * Something to do.
   *
   * @param taker is told what became of it, on another thread; while it does not return, its crew
   *     does less, and in the end nothing more
   */
  <T> void add(Work<T> work, Consumer<Done<T>> taker);

  /**
   * Does all of them.
   *
   * @return what they came to, in their order
   * @throws CrewInterruptedException if nobody wants it any more
   * @throws RuntimeException what the first that failed threw, once all are done
   */
  default <T> List<T> all(List<? extends Work<T>> work) {
    var came = new AtomicReferenceArray<Done<T>>(work.size());
    var missing = new CountDownLatch(work.size());
    for (var i = 0; i < work.size(); i++) {
      var number = i;
      add(
          work.get(i),
          done -> {
            came.set(number, done);
            missing.countDown();
          });
    }
    try {
      missing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while others worked", e);
    }
    var all = new ArrayList<T>();
    for (var i = 0; i < work.size(); i++) {
      all.add(came.get(i).get());
    }
    return all;
  }

  /** Ends them; what is not done is left. */
  @Override
  void close();
}
