package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import swiotlb.actor.device.Device;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.time.Timeline;

/**
 * The first buffer of a request is given back as soon as its device says that it is done; the
 * driver copies out of it, and gives it back, one step later.
 */
final class FreeBeforeCopy extends Planting {
  private final Map<Long, MapClient.Mapped> live = new HashMap<>();
  private final Set<Long> givenBack = new HashSet<>();
  private final Map<Long, MapClient.Unmapped> answers = new HashMap<>();

  /** Of those that were given back, which the driver has given back, too. */
  private final Set<Long> unmapped = new HashSet<>();

  FreeBeforeCopy(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
  }

  @Override
  public Behavior<MapClient.Message> device(Behavior<MapClient.Message> device) {
    return Between.of(
        MapClient.Message.class,
        device,
        (message, self, behaviour) -> {
          if (message instanceof MapClient.Mapped mapped && !mapped.isTransient()) {
            live.put(mapped.mapping(), mapped);
          } else if (message instanceof Device.TransferDone done && giveBack(done, self)) {
            return;
          } else if (message instanceof MapClient.Unmapped answer
              && givenBack.contains(answer.mapping())
              && !unmapped.contains(answer.mapping())) {
            answers.put(answer.mapping(), answer);
            return;
          } else if (message instanceof MapClient.Unmapped answer) {
            live.remove(answer.mapping());
            givenBack.remove(answer.mapping());
            unmapped.remove(answer.mapping());
          }
          behaviour.accept(message);
        });
  }

  private boolean giveBack(Device.TransferDone done, ActorRef<MapClient.Message> self) {
    var mapped = live.get(done.mapping());
    if (mapped == null || !givenBack.add(done.mapping())) {
      return false;
    }
    mapped.area().tell(new Area.Unmap(done.mapping(), mapped.slot(), self.narrow()));
    self.tell(done);
    return true;
  }

  @Override
  public Timeline ofDevices() {
    return new Relayed(
        timeline(),
        (to, message) -> {
          if (!(message instanceof Area.Unmap unmap) || !givenBack.contains(unmap.mapping())) {
            return false;
          }
          unmapped.add(unmap.mapping());
          var answer = answers.remove(unmap.mapping());
          if (answer != null) {
            unmap.client().tell(answer);
          }
          return true;
        });
  }
}
