package swiotlb.actor.machine.planted;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Throttle;
import swiotlb.time.Timeline;

/** To see that the semaphore is taken and to wait for it are two steps. */
final class LostWakeUp extends Planting {
  private final Holder holder = new Holder();
  private final Set<Long> aboutToSleep = new HashSet<>();
  private final Deque<Throttle.Enter> asleep = new ArrayDeque<>();

  LostWakeUp(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<Throttle.Command> throttle(Behavior<Throttle.Command> throttle) {
    return Between.of(
        Throttle.Command.class,
        throttle,
        (message, self, behaviour) -> {
          if (message instanceof Throttle.Enter enter) {
            if (aboutToSleep.remove(enter.mapping())) {
              asleep.add(enter);
              enter.client().tell(new MapClient.Throttled(enter.mapping()));
            } else if (holder.isAnybody()) {
              aboutToSleep.add(enter.mapping());
              self.tell(enter);
            } else {
              holder.enters(enter);
              behaviour.accept(enter);
            }
            return;
          }
          behaviour.accept(message);
          if (message instanceof Throttle.Leave) {
            holder.leaves();
            var next = asleep.poll();
            if (next != null) {
              var woken = new Throttle.Enter(next.mapping(), true, next.client());
              holder.enters(woken);
              behaviour.accept(woken);
            }
          }
        });
  }
}
