package swiotlb.time.akka;

import akka.actor.LocalActorRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.internal.adapter.ActorRefAdapter;
import akka.actor.typed.internal.adapter.GuardianStartupBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import swiotlb.time.VirtualHooks;

/** What virtual time asks of the inside of Akka. */
final class VirtualParts implements VirtualHooks.Parts {
  @Override
  public boolean handleAtOnce(ActorRef<?> to, Object message, long sentNs) {
    if (to instanceof ActorRefAdapter<?> adapter
        && adapter.classicRef() instanceof LocalActorRef actor) {
      var cell = actor.underlying();
      var mailbox = cell.mailbox();
      return mailbox.messageQueue() instanceof VirtualMailbox queue
          && queue.handleAtOnce(mailbox, message, cell.system().deadLetters(), sentNs);
    }
    return false;
  }

  /**
   * The same first message as that of any actor system, so that traces of both modes begin alike;
   * but the end of this actor is not that of the system.
   */
  @Override
  public <T> ActorRef<T> spawnGuardian(ActorContext<?> parent, Behavior<T> behavior, String name) {
    Behavior<Object> first = Behaviors.receiveMessage(start -> behavior.unsafeCast());
    var guardian = parent.spawn(first, name);
    guardian.tell(GuardianStartupBehavior.Start$.MODULE$);
    return guardian.unsafeUpcast();
  }
}
