package swiotlb.workload;

/** When the requests of a job come. */
public sealed interface Arrival {
  /** The next one in the place of one that is done. */
  Arrival WHEN_DONE = new WhenDone();

  /** The longest time for which nothing need happen. */
  long longestPauseNs();

  /** As many as the job's depth are in flight: when one is done, the next begins. */
  record WhenDone() implements Arrival {
    @Override
    public long longestPauseNs() {
      return 0;
    }
  }

  /**
   * One after the other in each thread, none before its time, and no more in flight than the job's
   * depth; one that is late lets those after it catch up.
   *
   * @param intervalNs from the time of one request to that of the next
   */
  record Every(double intervalNs) implements Arrival {
    @Override
    public long longestPauseNs() {
      return (long) intervalNs;
    }
  }

  /**
   * Each at its own time, and no more in flight than the job's depth in all its threads together;
   * each thread has those of its CPU.
   */
  record Streamed(ArrivingRequests requests) implements Arrival {
    @Override
    public long longestPauseNs() {
      return requests.longestPauseNs();
    }
  }
}
