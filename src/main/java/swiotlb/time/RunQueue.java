package swiotlb.time;

import org.jspecify.annotations.Nullable;

/** Actors of the simulation that want a turn, taken as {@link Choices} say. Not thread-safe. */
final class RunQueue implements Choices.Runnables {
  private @Nullable Inbox[] ring = new Inbox[64];
  private int head;
  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public String path(int index) {
    return inbox(index).path();
  }

  @Override
  public long message(int index) {
    var next = inbox(index).next();
    return next == null ? 0 : next.id();
  }

  @Override
  public long cause(int index) {
    var next = inbox(index).next();
    return next == null ? 0 : next.cause();
  }

  @Override
  public @Nullable Object content(int index) {
    var next = inbox(index).next();
    return next == null ? null : next.message();
  }

  @Override
  public String sender(int index) {
    var next = inbox(index).next();
    return next == null ? "" : next.from();
  }

  private Inbox inbox(int index) {
    var inbox = ring[at(index)];
    if (index < 0 || index >= size || inbox == null) {
      throw new IndexOutOfBoundsException(index);
    }
    return inbox;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Inbox actor) {
    if (size == ring.length) {
      grow();
    }
    ring[at(size++)] = actor;
  }

  @Nullable Inbox poll(Choices choices) {
    return size == 0 ? null : take(size == 1 ? 0 : choices.turn(this));
  }

  /** Takes one of them. */
  Inbox take(int index) {
    var picked = at(index);
    var actor = inbox(index);
    ring[picked] = ring[head];
    ring[head] = null;
    head = at(1);
    size--;
    return actor;
  }

  private int at(int offset) {
    return (head + offset) & (ring.length - 1);
  }

  private void grow() {
    var larger = new Inbox[ring.length * 2];
    for (var i = 0; i < size; i++) {
      larger[i] = ring[at(i)];
    }
    ring = larger;
    head = 0;
  }
}
