package swiotlb.time;

/** A timer's task that may be cancelled before its time. */
public interface TimedTask extends Runnable {
  /** Whether it was; then it neither runs nor moves the clock. */
  boolean isCancelled();
}
