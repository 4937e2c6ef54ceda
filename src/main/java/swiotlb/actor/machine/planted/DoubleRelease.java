package swiotlb.actor.machine.planted;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.Throttle;
import swiotlb.time.Timeline;

/**
 * Who gives the semaphore back does so once more somewhat later; if nobody has it then, nothing
 * comes of it.
 */
final class DoubleRelease extends Planting {
  private final Holder holder = new Holder();
  private final Set<Long> onceMore = new HashSet<>();

  DoubleRelease(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<Throttle.Command> throttle(Behavior<Throttle.Command> throttle) {
    return Between.of(
        Throttle.Command.class,
        throttle,
        (message, self, behaviour) -> {
          if (message instanceof Throttle.Enter enter) {
            holder.enters(enter);
            behaviour.accept(message);
          } else if (!(message instanceof Throttle.Leave leave)) {
            behaviour.accept(message);
          } else if (!onceMore.remove(leave.mapping())) {
            behaviour.accept(leave);
            holder.leaves();
            onceMore.add(leave.mapping());
            self.tell(leave);
          } else if (holder.isAnybody()) {
            behaviour.accept(new Throttle.Leave(holder.present()));
            holder.leaves();
          }
        });
  }
}
