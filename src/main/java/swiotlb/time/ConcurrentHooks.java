package swiotlb.time;

import org.jspecify.annotations.Nullable;

/**
 * An engine on real threads as the parts of an actor system see it: what mailboxes, dispatcher and
 * timers ask of it and report to it. Thread-safe.
 */
public interface ConcurrentHooks {
  /** What the present thread's actor is at; null if it has none, or if nothing is traced. */
  @Nullable Handling current();

  /** Whether messages are numbered and reported. */
  boolean isTracing();

  /** What keeps threads between two messages. */
  Disturbance disturbance();

  /** A message waits in a mailbox, with so many others. */
  void queued(Inbox mailbox, int messages);

  /** Numbers a message that is sent now. */
  Sent stamp(String to, Object message, int queued);

  /** At the first message of an actor. */
  void opened(Inbox mailbox);

  /** The actor of a mailbox has stopped. */
  void closed(Inbox mailbox);

  /** The present thread has something to tell an actor. */
  void enter(Handling start);

  /** The present thread is done with an actor for now. */
  void leave();

  /** The present thread begins with a message; returns when. */
  long begin(@Nullable Sent sent, @Nullable Handling message);

  /** The present thread is done with a message; what its actor is told next is no part of that. */
  void end(@Nullable Sent sent, long beganNs, Handling start);

  /** A message that nobody will handle. */
  void undelivered(Sent sent);

  /** A message came too late for an actor that has stopped, whose mailbox is gone. */
  void lost(String to, Object message);

  /** The same task, in the name of who sets it now, whichever thread will run it. */
  Runnable continued(Runnable task);
}
