package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.Optional;
import swiotlb.actor.memory.Encryption;
import swiotlb.time.ByType;
import swiotlb.time.Timeline;

/**
 * The worker goes on as soon as it has asked the hypervisor to share the memory of a pool. The
 * first pool, number 0, is shared as it should be.
 */
final class PublishedWhilePrivate extends Planting {
  private final ActorRef<Object> nobody;

  PublishedWhilePrivate(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
    this.nobody = spawnNobody();
  }

  @Override
  public Optional<ActorRef<Encryption.Command>> ofPools(
      Optional<ActorRef<Encryption.Command>> hypervisor) {
    return hypervisor.map(actor -> spawn(hasty(actor), "hasty-worker"));
  }

  private Behavior<Encryption.Command> hasty(ActorRef<Encryption.Command> hypervisor) {
    return Behaviors.setup(
        context ->
            ByType.<Encryption.Command>builder()
                .onMessage(
                    Encryption.Command.class,
                    asked -> {
                      hypervisor.tell(unanswered(asked));
                      return Behaviors.same();
                    })
                .build());
  }

  private Encryption.Command unanswered(Encryption.Command asked) {
    if (asked instanceof Encryption.Decrypt decrypt && decrypt.quest() > 0) {
      decrypt.replyTo().tell(new Encryption.Changed(decrypt.quest()));
      return new Encryption.Decrypt(
          decrypt.quest(), decrypt.address(), decrypt.pages(), nobody.narrow());
    }
    return asked;
  }
}
