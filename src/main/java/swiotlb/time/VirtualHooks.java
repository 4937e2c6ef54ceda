package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time as the parts of an actor system see it: what mailboxes, dispatcher and timers ask of
 * their engine. Everything on the engine's own thread.
 */
public interface VirtualHooks {
  /** What the inside of Akka is asked. */
  interface Parts {
    /**
     * Has a message handled now, without mailbox and run queue.
     *
     * @return false if the actor is not at rest, or is none that can; then nothing has happened
     */
    boolean handleAtOnce(ActorRef<?> to, Object message, long sentNs);

    /** Spawns an actor that begins with a message, as the guardian of an actor system does. */
    <T> ActorRef<T> spawnGuardian(ActorContext<?> parent, Behavior<T> behavior, String name);
  }

  /** The dispatcher is there. */
  void use(Parts parts);

  /** Runs a task of Akka's own before any actor of the simulation has another turn. */
  void execute(Runnable task);

  /** An actor wants a turn. */
  void runnable(Inbox actor);

  /** Runs a timer's task after a delay. */
  void schedule(long delayNs, TimedTask task);

  /**
   * Fails the run if the present thread is not the engine's own.
   *
   * @throws java.util.concurrent.RejectedExecutionException if so
   */
  void checkThread();

  /** What is being handled; null where nothing is. */
  @Nullable Handling current();

  /** A mailbox was made. */
  void opened(Inbox mailbox);

  /** The actor of a mailbox has stopped. */
  void closed(Inbox mailbox);

  /** An actor has its turn: until it handles a message it is at its start, or at a signal. */
  void enter(Inbox mailbox);

  /** Whether messages are numbered and reported. */
  boolean isTracing();

  /** When the message that is being put into a mailbox was sent. */
  long sendingTimeNs();

  /** Numbers a message that is sent now. */
  Sent stamp(String to, Object message, long sentNs, int queued);

  /** An actor begins with a message that was not numbered. */
  void handling(Handling message);

  /** An actor begins with a message; returns what it is at then. */
  Handling delivered(Sent sent);

  /**
   * A message that was in a mailbox, and that nobody will handle.
   *
   * @param sent null if it was not numbered
   */
  void undelivered(@Nullable Sent sent);

  /** A message came too late for an actor that has stopped, whose mailbox is gone. */
  void lost(String to, Object message);
}
