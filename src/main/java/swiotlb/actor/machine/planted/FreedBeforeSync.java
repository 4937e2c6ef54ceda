package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.memory.AtomicPool;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Timeline;

/**
 * The first sync of a buffer that has a pool of its own releases the memory of that pool, and the
 * unmap does so no more.
 */
final class FreedBeforeSync extends Planting {
  private final Map<Long, MapClient.Mapped> live = new HashMap<>();

  /** Addresses that a sync releases, and of those the ones that were released. */
  private final Set<Long> early = new HashSet<>();

  private final Set<Long> released = new HashSet<>();
  private @Nullable ActorRef<AtomicPool.Command> pool;

  FreedBeforeSync(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<MapClient.Message> device(Behavior<MapClient.Message> device) {
    return Between.of(
        MapClient.Message.class,
        device,
        (message, self, behaviour) -> {
          if (message instanceof MapClient.Mapped mapped && mapped.isTransient()) {
            live.put(mapped.mapping(), mapped);
          }
          behaviour.accept(message);
        });
  }

  @Override
  public Timeline ofDevices() {
    return new Relayed(
        timeline(),
        (to, message) -> {
          if (message instanceof Area.Sync sync) {
            release(live.remove(sync.mapping()));
          }
          return false;
        });
  }

  private void release(MapClient.@Nullable Mapped mapped) {
    if (mapped != null && pool != null && early.add(mapped.geometry().start())) {
      pool.tell(new AtomicPool.Release(mapped.geometry().start(), mapped.geometry().slots()));
    }
  }

  @Override
  public Behavior<AtomicPool.Command> atomicPool(Behavior<AtomicPool.Command> of) {
    return Between.of(
        AtomicPool.Command.class,
        of,
        (message, self, behaviour) -> {
          pool = self;
          if (message instanceof AtomicPool.Release release
              && early.contains(release.address())
              && !released.add(release.address())) {
            early.remove(release.address());
            released.remove(release.address());
            return;
          }
          behaviour.accept(message);
        });
  }
}
