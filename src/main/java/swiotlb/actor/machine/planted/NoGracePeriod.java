package swiotlb.actor.machine.planted;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import swiotlb.actor.pool.Area;
import swiotlb.time.Timeline;

/** An area that is to serve nobody any more goes on to serve whoever still finds it. */
final class NoGracePeriod extends Planting {
  NoGracePeriod(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<Area.Command> area(Behavior<Area.Command> area) {
    return Between.of(
        Area.Command.class,
        area,
        (message, self, behaviour) -> {
          behaviour.accept(message);
          if (message instanceof Area.Retire) {
            behaviour.accept(new Area.Reinstate());
          }
        });
  }
}
