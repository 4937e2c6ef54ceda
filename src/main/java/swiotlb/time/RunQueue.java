package swiotlb.time;

import org.jspecify.annotations.Nullable;

/** Runnable mailboxes and other tasks, taken as the schedule says. Not thread-safe. */
final class RunQueue {
  private final Schedule schedule;
  private @Nullable Runnable[] ring = new Runnable[64];
  private int head;
  private int size;

  RunQueue(Schedule schedule) {
    this.schedule = schedule;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Runnable task) {
    if (size == ring.length) {
      grow();
    }
    ring[at(size++)] = task;
  }

  @Nullable Runnable poll() {
    if (size == 0) {
      return null;
    }
    var picked = at(schedule.pick(size));
    var task = ring[picked];
    ring[picked] = ring[head];
    ring[head] = null;
    head = at(1);
    size--;
    return task;
  }

  private int at(int offset) {
    return (head + offset) & (ring.length - 1);
  }

  private void grow() {
    var larger = new Runnable[ring.length * 2];
    for (var i = 0; i < size; i++) {
      larger[i] = ring[at(i)];
    }
    ring = larger;
    head = 0;
  }
}
