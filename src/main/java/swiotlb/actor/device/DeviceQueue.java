package swiotlb.actor.device;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A queue of a device: the requests that have a place in it, and the threads that wait for one.
 * Recorded requests take no place. State of one device.
 */
final class DeviceQueue {
  private final Deque<JobThread> waiting = new ArrayDeque<>();
  private int taken;

  /** Whether a request of a thread has a place at once; else it waits. */
  boolean enters(JobThread thread, int depth) {
    if (taken < depth) {
      taken++;
      return true;
    }
    waiting.add(thread);
    return false;
  }

  /** A place is free; the thread that has it now, if one waits. */
  Optional<JobThread> leaves() {
    var next = Optional.ofNullable(waiting.poll());
    taken -= next.isPresent() ? 0 : 1;
    return next;
  }

  /** None of those that wait does any longer. */
  List<JobThread> withdrawWaiting() {
    var all = new ArrayList<>(waiting);
    waiting.clear();
    return all;
  }
}
