package swiotlb.pool;

import java.time.Duration;

/** What a request in process context does when no pool had slots for it. */
public sealed interface ExhaustionPolicy {

  /**
   * How long the request waits for a new pool; zero: it takes a transient pool at once.
   *
   * @param waiting requests that wait already
   */
  Duration patience(Request request, int waiting);

  /** As the kernel does: nobody waits, everybody takes a transient pool. */
  record TakeTransient() implements ExhaustionPolicy {
    @Override
    public Duration patience(Request request, int waiting) {
      return Duration.ZERO;
    }
  }

  /**
   * Requests in process context wait for the worker and search again when a pool was published;
   * when their time is up, or growth failed, they take a transient pool. Interrupt context never
   * waits.
   *
   * @param timeout the longest wait of one request, positive
   * @param most requests that may wait at a time; further ones take a transient pool
   */
  record WaitForGrowth(Duration timeout, int most) implements ExhaustionPolicy {
    @Override
    public Duration patience(Request request, int waiting) {
      return request.interrupt() || waiting >= most ? Duration.ZERO : timeout;
    }
  }
}
