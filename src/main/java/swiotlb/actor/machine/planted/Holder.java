package swiotlb.actor.machine.planted;

import java.util.ArrayDeque;
import java.util.Deque;
import swiotlb.actor.pool.Throttle;

/** Who has the semaphore of a throttle, as its messages tell. */
final class Holder {
  static final long NOBODY = -1;

  private final Deque<Long> waiting = new ArrayDeque<>();
  private long present = NOBODY;

  /** The mapping that has it, or {@link #NOBODY}. */
  long present() {
    return present;
  }

  /** Whether a request would have to wait. */
  boolean isAnybody() {
    return present != NOBODY;
  }

  void enters(Throttle.Enter request) {
    if (isAnybody()) {
      waiting.add(request.mapping());
    } else if (request.isHigh()) {
      present = request.mapping();
    }
  }

  void leaves() {
    var next = waiting.poll();
    present = next == null ? NOBODY : next;
  }
}
