package swiotlb.kernel.policy;

import java.time.Duration;

/** What a request in process context does when no pool had slots for it. */
public interface ExhaustionPolicy {

  /**
   * How long a request waits for a new pool; zero: it takes a transient pool at once.
   *
   * @param mayWait whether it was made in process context
   * @param waiting requests that wait already
   */
  Duration patience(boolean mayWait, int waiting);

  /** As the kernel does: nobody waits, everybody takes a transient pool. */
  record TakeTransient() implements ExhaustionPolicy {
    @Override
    public Duration patience(boolean mayWait, int waiting) {
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
    public Duration patience(boolean mayWait, int waiting) {
      return mayWait && waiting < most ? timeout : Duration.ZERO;
    }
  }
}
