package swiotlb.time;

import akka.actor.typed.ActorRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are to come later and may come in any order, but for two from one actor to another,
 * which keep theirs. By rising time, those of one time in the order in which they were added. Not
 * thread-safe.
 */
final class HeldMessages {
  /**
   * A message.
   *
   * @param number negative, falling in the order in which they were added
   * @param sender who sent it, and on what occasion; null if no actor did
   */
  record Held(
      long number,
      long dueNs,
      ActorRef<?> to,
      Object message,
      @Nullable Handling sender,
      long sentNs) {
    private boolean keepsBehind(Held other) {
      return sender != null
          && other.sender != null
          && sender.path().equals(other.sender.path())
          && to.equals(other.to)
          && !ActorPaths.of(to).equals(sender.path());
    }
  }

  private final List<Held> all = new ArrayList<>();
  private final List<Held> free = new ArrayList<>();
  private boolean isFreeKnown = true;
  private long added;

  void add(long dueNs, ActorRef<?> to, Object message, @Nullable Handling sender, long sentNs) {
    var held = new Held(- ++added, dueNs, to, message, sender, sentNs);
    var place = all.size();
    while (place > 0 && all.get(place - 1).dueNs > dueNs) {
      place--;
    }
    all.add(place, held);
    isFreeKnown = false;
  }

  /** How many may come now. */
  int size() {
    return free().size();
  }

  /** One of those that may come now. */
  Held get(int index) {
    return free().get(index);
  }

  /** Takes one of those that may come now. */
  Held take(int index) {
    var taken = free().get(index);
    all.remove(taken);
    isFreeKnown = false;
    return taken;
  }

  void show(ActorVisitor visitor) {
    for (var held : all) {
      var from = held.sender == null ? "" : held.sender.path();
      visitor.comes(from, ActorPaths.of(held.to), held.message, held.dueNs);
    }
  }

  private List<Held> free() {
    if (!isFreeKnown) {
      free.clear();
      for (var i = 0; i < all.size(); i++) {
        if (isFree(i)) {
          free.add(all.get(i));
        }
      }
      isFreeKnown = true;
    }
    return free;
  }

  private boolean isFree(int place) {
    var held = all.get(place);
    for (var i = 0; i < place; i++) {
      if (held.keepsBehind(all.get(i))) {
        return false;
      }
    }
    return true;
  }
}
