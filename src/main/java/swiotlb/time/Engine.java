package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What runs the actors of a simulation, in virtual time or on real threads. */
public interface Engine extends AutoCloseable {
  /**
   * Starts a simulation.
   *
   * @param guardian makes its root behaviour, given the engine's clock
   */
  <T> ActorRef<T> start(Function<Timeline, Behavior<T>> guardian);

  /** Nanoseconds since the simulation began. */
  long nowNs();

  /** Messages handled so far by the actors of the simulation. */
  long deliveries();

  /** The longest mailbox of the actors of the simulation so far. */
  LongestMailbox longestMailbox();

  /** The message that each actor alive handled last, by the actor's path. */
  Map<String, Object> lastMessages();

  /** The message that an actor, alive or lately stopped, handled last; null if not known. */
  @Nullable Object lastMessageOf(String path);

  /**
   * What the simulation's root actor failed of, and the simulation with it; null if it has not. An
   * actor below it that fails is its own business.
   */
  @Nullable Throwable failure();

  /** Ends the simulation, whatever it was doing, and reports messages that nobody handled. */
  @Override
  void close();
}
