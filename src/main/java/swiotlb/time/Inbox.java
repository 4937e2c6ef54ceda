package swiotlb.time;

import org.jspecify.annotations.Nullable;

/** The mailbox of an actor, as an engine knows it. */
public interface Inbox extends Runnable {
  /** Path of the actor, as traces have it. */
  String path();

  /** Whether the actor is one of the simulation's own. */
  boolean isOfTheSimulation();

  /** What the actor is at while it handles no message: its start, caused by who spawned it. */
  Handling start();

  /** Messages in it; 0 if that is not known. */
  default int waiting() {
    return 0;
  }

  /** As long as it ever was. */
  LongestMailbox longest();

  /** The message that will be handled next; null if none waits, or if that is not known. */
  default @Nullable Sent next() {
    return null;
  }

  /** The message handled last, as its sender meant it; null if none was. */
  @Nullable Object lastMessage();

  /**
   * What the actor was at when it handled that; null if it handled nothing, or that is not known.
   */
  @Nullable Handling lastHandling();

  /** Shows the actor and what waits for it; nothing if that is not known. */
  default void show(ActorVisitor visitor) {
    // Not known.
  }

  /** A turn of the actor: what Akka has to tell it, and then some messages. */
  @Override
  void run();
}
