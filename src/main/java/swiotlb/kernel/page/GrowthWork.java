package swiotlb.kernel.page;

/**
 * The work item that grows the allocator: queued and running are two states, since a request that
 * fails while the worker runs queues it again (specification, section 3, step 5).
 */
public class GrowthWork {
  private boolean queued;
  private boolean running;

  /** The same work in the same state, independent from now on. */
  public final GrowthWork copy() {
    var copy = new GrowthWork();
    copy.queued = queued;
    copy.running = running;
    return copy;
  }

  /**
   * Queues the work.
   *
   * @return false if it was queued already and nothing changed
   */
  public boolean queue() {
    var wasIdle = !queued;
    queued = true;
    return wasIdle;
  }

  /**
   * The worker takes the work up.
   *
   * @return false if there is nothing to do or the worker is busy
   */
  public boolean start() {
    if (!queued || running) {
      return false;
    }
    queued = false;
    running = true;
    return true;
  }

  /** The worker has ended, with or without a pool. */
  public void end() {
    running = false;
  }

  /** Whether the work waits for the worker. */
  public boolean isQueued() {
    return queued;
  }

  /** Whether the worker is at it. */
  public boolean isRunning() {
    return running;
  }
}
