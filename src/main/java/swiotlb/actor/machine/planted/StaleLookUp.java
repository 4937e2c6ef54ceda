package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.PoolList;
import swiotlb.time.Timeline;

/**
 * A list of pools that is published becomes visible to drivers some time later, as without a
 * barrier; and they look for the pool of an address in the list that they see.
 */
final class StaleLookUp extends Planting {
  private static final long LATER_NS = 100;

  private final Map<ActorRef<?>, MapClient.PoolsPublished> underWay = new HashMap<>();
  private final Map<ActorRef<?>, Set<Integer>> known = new HashMap<>();
  private final Map<Long, Integer> poolOf = new HashMap<>();

  StaleLookUp(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<MapClient.Message> device(Behavior<MapClient.Message> device) {
    return Between.of(
        MapClient.Message.class,
        device,
        (message, self, behaviour) -> {
          if (message instanceof MapClient.PoolsPublished published) {
            var numbers = known.computeIfAbsent(self, s -> new HashSet<>());
            if (!numbers.isEmpty() && !published.equals(underWay.put(self, published))) {
              timeline().deliverAfter(LATER_NS, self, published);
              return;
            }
            published.pools().newestFirst().forEach(pool -> numbers.add(pool.number()));
          } else if (message instanceof MapClient.Mapped mapped) {
            poolOf.put(mapped.mapping(), mapped.pool());
          }
          behaviour.accept(message);
        });
  }

  @Override
  public Timeline ofDevices() {
    return new Relayed(
        timeline(), (to, message) -> message instanceof Area.Unmap unmap && isMissed(unmap));
  }

  private boolean isMissed(Area.Unmap unmap) {
    var pool = poolOf.getOrDefault(unmap.mapping(), PoolList.TRANSIENT);
    if (pool == PoolList.TRANSIENT || known.getOrDefault(unmap.client(), Set.of()).contains(pool)) {
      return false;
    }
    unmap.client().tell(Answers.unmapped(unmap));
    return true;
  }
}
