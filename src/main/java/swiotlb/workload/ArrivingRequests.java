package swiotlb.workload;

/**
 * Requests with times of their own, read anew for each run and never held in memory as a whole.
 * Immutable.
 */
public interface ArrivingRequests {
  /** How many there are. */
  long count();

  /** The longest time between two of them, or before the first. */
  long longestPauseNs();

  /**
   * Reads them from the first one on.
   *
   * @throws swiotlb.input.InputException if the file is not there any more
   */
  Opened open();

  /** So many times these: each comes so often at its time. */
  default ArrivingRequests times(double factor) {
    return factor == 1 ? this : new RepeatedRequests(this, factor);
  }

  /** Where one reading stands: at a request, or behind the last. Not thread-safe. */
  interface Opened extends AutoCloseable {
    /** Whether there is a request here. */
    boolean hasRequest();

    /** When the request here comes, from the start of the run; never before the one before it. */
    long atNs();

    /** Which of the job's threads makes the request here, from 0. */
    int thread();

    /** Bytes of the request here. */
    long bytes();

    /** Who writes its buffer. */
    Direction direction();

    /**
     * Goes on to the next request.
     *
     * @throws swiotlb.input.InputException if the file is not as it was
     */
    void advance();

    @Override
    void close();
  }
}
