package swiotlb.time;

import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.DeathPactException;
import akka.actor.typed.Signal;
import akka.actor.typed.Terminated;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the root actor of an actor system failed of: Akka ends the system then as at any other end,
 * and writes the cause to its log. Thread-safe.
 */
final class RootFailure {
  private final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();

  /** The first one; null if there was none. */
  @Nullable Throwable cause() {
    return cause.get();
  }

  /** The same behaviour, whose failure is kept. */
  <T> Behavior<T> kept(Behavior<T> root) {
    return Behaviors.intercept(Keeper::new, root.<Object>unsafeCast()).unsafeCast();
  }

  private final class Keeper extends BehaviorInterceptor<Object, Object> {
    Keeper() {
      super(Object.class);
    }

    @Override
    public Behavior<Object> aroundStart(
        TypedActorContext<Object> context, PreStartTarget<Object> target) {
      return keeping(() -> target.start(context));
    }

    @Override
    public Behavior<Object> aroundReceive(
        TypedActorContext<Object> context, Object message, ReceiveTarget<Object> target) {
      return keeping(() -> target.apply(context, message));
    }

    @Override
    public Behavior<Object> aroundSignal(
        TypedActorContext<Object> context, Signal signal, SignalTarget<Object> target) {
      var next = keeping(() -> target.apply(context, signal));
      if (signal instanceof Terminated end && Behavior.isUnhandled(next)) {
        cause.compareAndSet(null, new DeathPactException(end.ref()));
      }
      return next;
    }

    private Behavior<Object> keeping(Supplier<Behavior<Object>> turn) {
      try {
        return turn.get();
      } catch (Throwable e) { // Whatever it is; it goes on to Akka.
        cause.compareAndSet(null, e);
        throw e;
      }
    }
  }
}
