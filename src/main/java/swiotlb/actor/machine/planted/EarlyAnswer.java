package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import swiotlb.actor.pool.Area;
import swiotlb.time.Timeline;

/** An area says that slots are given back one step before they are. */
final class EarlyAnswer extends Planting {
  private final ActorRef<Object> nobody;
  private final Set<Long> answered = ConcurrentHashMap.newKeySet();

  EarlyAnswer(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
    this.nobody = spawnNobody();
  }

  @Override
  public Behavior<Area.Command> area(Behavior<Area.Command> area) {
    return Between.of(
        Area.Command.class,
        area,
        (message, self, behaviour) -> {
          if (message instanceof Area.Unmap unmap && answered.add(unmap.mapping())) {
            unmap.client().tell(Answers.unmapped(unmap));
            self.tell(
                new Area.Unmap(
                    unmap.mapping(),
                    unmap.slot(),
                    unmap.copyInNs(),
                    unmap.lookUpNs(),
                    unmap.copyBackNs(),
                    nobody.narrow()));
          } else {
            if (message instanceof Area.Unmap unmap) {
              answered.remove(unmap.mapping());
            }
            behaviour.accept(message);
          }
        });
  }
}
