package swiotlb.time;

import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The handlers of an actor by the exact type of its messages, in the order in which they are tried:
 * what Akka's own builder makes, without an object for each handler that is tried. For actors that
 * handle most of a simulation's messages, all of them records.
 *
 * @param <M> what the actor can be told
 */
public final class ByType<M> extends Receive<M> {
  private record Handler<M>(Class<?> type, Function<Object, Behavior<M>> handle) {}

  private final List<Handler<M>> handlers;

  private ByType(List<Handler<M>> handlers) {
    this.handlers = List.copyOf(handlers);
  }

  /** No handlers yet. */
  public static <M> Builder<M> builder() {
    return new Builder<>();
  }

  @Override
  public Behavior<M> receiveMessage(M message) {
    var type = message.getClass();
    for (var i = 0; i < handlers.size(); i++) {
      var handler = handlers.get(i);
      if (handler.type == type) {
        return handler.handle.apply(message);
      }
    }
    return Behaviors.unhandled();
  }

  @Override
  public Behavior<M> receiveSignal(Signal signal) {
    return Behaviors.unhandled();
  }

  /** Gathers handlers. */
  public static final class Builder<M> {
    private final List<Handler<M>> handlers = new ArrayList<>();

    private Builder() {}

    /**
     * One more handler.
     *
     * @param type a final class
     */
    public <T extends M> Builder<M> onMessage(Class<T> type, Function<T, Behavior<M>> handle) {
      handlers.add(new Handler<>(type, message -> handle.apply(type.cast(message))));
      return this;
    }

    /** The handlers so far. */
    public ByType<M> build() {
      return new ByType<>(handlers);
    }
  }
}
