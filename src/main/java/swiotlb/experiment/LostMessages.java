package swiotlb.experiment;

import akka.actor.DeadLetter;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.eventstream.EventStream;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;

/** Listens for messages that nobody took: a simulation does not lose any in silence. */
final class LostMessages extends AbstractBehavior<LostMessages.Command> {

  /** What it can be asked. */
  sealed interface Command {}

  /** Begin to listen. */
  record Listen() implements Command {}

  private record Seen(DeadLetter letter) implements Command {}

  /**
   * A message was lost.
   *
   * @param receiver path of the actor for which it was meant
   */
  record Lost(String receiver, String message) {}

  private final ActorRef<Lost> listener;

  private LostMessages(ActorContext<Command> context, ActorRef<Lost> listener) {
    super(context);
    this.listener = listener;
  }

  static Behavior<Command> create(ActorRef<Lost> listener) {
    return Behaviors.setup(context -> new LostMessages(context, listener));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Listen.class, this::onListen)
        .onMessage(Seen.class, this::onSeen)
        .build();
  }

  private Behavior<Command> onListen(Listen listen) {
    getContext()
        .getSystem()
        .eventStream()
        .tell(
            new EventStream.Subscribe<>(
                DeadLetter.class, getContext().messageAdapter(DeadLetter.class, Seen::new)));
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    listener.tell(
        new Lost(
            seen.letter.recipient().path().toStringWithoutAddress(),
            String.valueOf(seen.letter.message())));
    return this;
  }
}
