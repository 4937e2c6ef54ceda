package swiotlb.time;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The actors of a simulation in virtual time: those alive, and the latest that stopped. */
final class VirtualActors {
  private static final int REMEMBERED = 256;

  private final Map<String, Inbox> alive = new TreeMap<>();
  private final Deque<Inbox> stopped = new ArrayDeque<>();
  private LongestMailbox longestOfStopped = LongestMailbox.NONE;

  void opened(Inbox mailbox) {
    if (mailbox.isOfTheSimulation()) {
      alive.put(mailbox.path(), mailbox);
    }
  }

  void closed(Inbox mailbox) {
    alive.remove(mailbox.path(), mailbox);
    longestOfStopped = longestOfStopped.longer(mailbox.longest());
    stopped.addFirst(mailbox);
    if (stopped.size() > REMEMBERED) {
      stopped.removeLast();
    }
  }

  /** Paths of those alive, in order. */
  List<String> paths() {
    return List.copyOf(alive.keySet());
  }

  void show(ActorVisitor visitor) {
    for (var actor : alive.values()) {
      actor.show(visitor);
    }
  }

  /** Messages in the mailboxes of all of them. */
  long waiting() {
    return alive.values().stream().mapToLong(Inbox::waiting).sum();
  }

  LongestMailbox longestMailbox() {
    return alive.values().stream()
        .map(Inbox::longest)
        .reduce(longestOfStopped, LongestMailbox::longer);
  }

  /** By path, of those alive that handled any. */
  Map<String, Object> lastMessages() {
    var last = new TreeMap<String, Object>();
    alive.forEach(
        (path, mailbox) -> {
          var message = mailbox.lastMessage();
          if (message != null) {
            last.put(path, message);
          }
        });
    return last;
  }

  @Nullable Object lastMessageOf(String path) {
    var gone = ofStopped(path);
    var mailbox = gone == null ? alive.get(path) : gone;
    return mailbox == null ? null : mailbox.lastMessage();
  }

  /** The mailbox of an actor that stopped lately, or null. */
  @Nullable Inbox ofStopped(String path) {
    for (var mailbox : stopped) {
      if (mailbox.path().equals(path)) {
        return mailbox;
      }
    }
    return null;
  }
}
