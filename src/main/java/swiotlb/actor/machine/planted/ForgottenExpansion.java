package swiotlb.actor.machine.planted;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.time.Timeline;

/** There is one place for what is to be done next, which a request overwrites. */
final class ForgottenExpansion extends Planting {
  private boolean isOrdered;
  private boolean isOverwritten;

  ForgottenExpansion(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Timeline ofAtomicPool() {
    return new Relayed(
        timeline(),
        (to, message) -> {
          if (message instanceof AtomicPool.StartWorker) {
            isOrdered = true;
            isOverwritten = false;
          }
          return false;
        });
  }

  @Override
  public Behavior<AtomicPool.Command> atomicPool(Behavior<AtomicPool.Command> pool) {
    return Between.of(
        AtomicPool.Command.class,
        pool,
        (message, self, behaviour) -> {
          if (message instanceof AtomicPool.Take || message instanceof AtomicPool.Allocate) {
            isOverwritten |= isOrdered;
          } else if (message instanceof AtomicPool.StartWorker) {
            isOrdered = false;
            if (isOverwritten) {
              return;
            }
          }
          behaviour.accept(message);
        });
  }
}
