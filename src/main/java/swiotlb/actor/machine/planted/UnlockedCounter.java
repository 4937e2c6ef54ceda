package swiotlb.actor.machine.planted;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.SlotCounters;
import swiotlb.time.Timeline;

/** The count of slots in use is read in one step, and written in another. */
final class UnlockedCounter extends Planting {
  private final Map<Long, Long> read = new ConcurrentHashMap<>();
  private @Nullable SlotCounters ofDefault;

  UnlockedCounter(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  /** Those of the default allocator come first. */
  @Override
  public SlotCounters counters(SlotCounters of) {
    if (ofDefault == null) {
      ofDefault = of;
    }
    return of;
  }

  @Override
  public Behavior<Area.Command> area(Behavior<Area.Command> area) {
    return Between.of(
        Area.Command.class,
        area,
        (message, self, behaviour) -> {
          if (!(message instanceof Area.Unmap unmap)) {
            behaviour.accept(message);
            return;
          }
          var counters = Objects.requireNonNull(ofDefault);
          timeline().saw(counters.used());
          var before = read.remove(unmap.mapping());
          if (before == null) {
            read.put(unmap.mapping(), counters.used());
            self.tell(unmap);
            return;
          }
          timeline().changed();
          // What others have counted meanwhile is lost.
          counters.giveBack(Math.toIntExact(counters.used() - before));
          behaviour.accept(unmap);
        });
  }
}
