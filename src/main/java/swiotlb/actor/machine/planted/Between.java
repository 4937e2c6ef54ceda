package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.function.Consumer;

/** Stands between a behaviour that never becomes another one and its messages. */
final class Between {
  /** What it does with a message. */
  @FunctionalInterface
  interface Handling<M> {
    /**
     * Handles it.
     *
     * @param self the actor
     * @param behaviour takes messages, any number of them
     */
    void handle(M message, ActorRef<M> self, Consumer<M> behaviour);
  }

  private Between() {}

  /**
   * A behaviour with something before it.
   *
   * @param type of its messages
   */
  static <M> Behavior<M> of(Class<M> type, Behavior<M> behaviour, Handling<M> handling) {
    return Behaviors.intercept(() -> new Interceptor<>(type, handling), behaviour);
  }

  private static final class Interceptor<M> extends BehaviorInterceptor<M, M> {
    private final Handling<M> handling;

    private Interceptor(Class<M> type, Handling<M> handling) {
      super(type);
      this.handling = handling;
    }

    @Override
    public Behavior<M> aroundReceive(
        TypedActorContext<M> context, M message, ReceiveTarget<M> target) {
      handling.handle(message, context.asJava().getSelf(), other -> target.apply(context, other));
      return Behaviors.same();
    }
  }
}
