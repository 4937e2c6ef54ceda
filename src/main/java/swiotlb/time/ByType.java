package swiotlb.time;

import akka.actor.typed.Behavior;
import akka.actor.typed.Signal;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The handlers of an actor by the type of its messages, in the order in which they are tried: what
 * Akka's own builder makes, without an object for each handler that is tried. Its handlers are no
 * functions of Akka's, which are serializable and so are made anew at every start of the program.
 *
 * @param <M> what the actor can be told
 */
public final class ByType<M> extends Receive<M> {
  private record Handler<M>(Class<?> type, boolean isExact, Function<Object, Behavior<M>> handle) {
    boolean handles(Object message) {
      return isExact ? type == message.getClass() : type.isInstance(message);
    }
  }

  private record SignalHandler<M>(
      Class<? extends Signal> type, Function<Signal, Behavior<M>> handle) {}

  private final List<Handler<M>> handlers;
  private final List<SignalHandler<M>> signalHandlers;

  private ByType(List<Handler<M>> handlers, List<SignalHandler<M>> signalHandlers) {
    this.handlers = List.copyOf(handlers);
    this.signalHandlers = List.copyOf(signalHandlers);
  }

  /** No handlers yet. */
  public static <M> Builder<M> builder() {
    return new Builder<>();
  }

  @Override
  public Behavior<M> receiveMessage(M message) {
    for (var i = 0; i < handlers.size(); i++) {
      var handler = handlers.get(i);
      if (handler.handles(message)) {
        return handler.handle.apply(message);
      }
    }
    return Behaviors.unhandled();
  }

  @Override
  public Behavior<M> receiveSignal(Signal signal) {
    for (var handler : signalHandlers) {
      if (handler.type.isInstance(signal)) {
        return handler.handle.apply(signal);
      }
    }
    return Behaviors.unhandled();
  }

  /** Gathers handlers. */
  public static final class Builder<M> {
    private final List<Handler<M>> handlers = new ArrayList<>();
    private final List<SignalHandler<M>> signalHandlers = new ArrayList<>();

    private Builder() {}

    /**
     * One more handler.
     *
     * @param type of the message, or one above it
     */
    public <T extends M> Builder<M> onMessage(Class<T> type, Function<T, Behavior<M>> handle) {
      var isExact = Modifier.isFinal(type.getModifiers());
      handlers.add(new Handler<>(type, isExact, message -> handle.apply(type.cast(message))));
      return this;
    }

    /**
     * One more handler of signals, in the order in which they are tried.
     *
     * @param type of the signal, or one above it
     */
    public <T extends Signal> Builder<M> onSignal(Class<T> type, Function<T, Behavior<M>> handle) {
      signalHandlers.add(new SignalHandler<>(type, signal -> handle.apply(type.cast(signal))));
      return this;
    }

    /** The handlers so far. */
    public ByType<M> build() {
      return new ByType<>(handlers, signalHandlers);
    }
  }
}
