package swiotlb.actor.machine;

import akka.actor.DeadLetter;
import akka.actor.UnhandledMessage;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.function.Function;
import swiotlb.time.ActorPaths;
import swiotlb.time.ByType;

/**
 * Listens for messages that nobody took or understood: a simulation does not lose any in silence.
 */
public final class LostMessages extends AbstractBehavior<LostMessages.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /** Begin to listen. */
  public record Listen() implements Command {}

  private record Undeliverable(DeadLetter letter) implements Command {}

  private record NotUnderstood(UnhandledMessage unhandled) implements Command {}

  /**
   * A message was lost.
   *
   * @param receiver path of the actor for which it was meant
   */
  public record Lost(String receiver, String message) {}

  private final ActorRef<Lost> listener;
  private final Function<Object, String> words;

  private LostMessages(
      ActorContext<Command> context, ActorRef<Lost> listener, Function<Object, String> words) {
    super(context);
    this.listener = listener;
    this.words = words;
  }

  /**
   * One that does not listen yet.
   *
   * @param words how a message is written in a report
   */
  public static Behavior<Command> create(ActorRef<Lost> listener, Function<Object, String> words) {
    return Behaviors.setup(context -> new LostMessages(context, listener, words));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Listen.class, this::onListen)
        .onMessage(Undeliverable.class, this::onUndeliverable)
        .onMessage(NotUnderstood.class, this::onNotUnderstood)
        .build();
  }

  private Behavior<Command> onListen(Listen listen) {
    var events = getContext().getSystem().eventStream();
    events.tell(
        new EventStream.Subscribe<>(
            DeadLetter.class, getContext().messageAdapter(DeadLetter.class, Undeliverable::new)));
    events.tell(
        new EventStream.Subscribe<>(
            UnhandledMessage.class,
            getContext().messageAdapter(UnhandledMessage.class, NotUnderstood::new)));
    return this;
  }

  private Behavior<Command> onUndeliverable(Undeliverable seen) {
    return lost(seen.letter.recipient(), seen.letter.message());
  }

  private Behavior<Command> onNotUnderstood(NotUnderstood seen) {
    return lost(seen.unhandled.recipient(), seen.unhandled.message());
  }

  private Behavior<Command> lost(akka.actor.ActorRef receiver, Object message) {
    listener.tell(
        new Lost(ActorPaths.of(receiver.path().toStringWithoutAddress()), words.apply(message)));
    return this;
  }
}
