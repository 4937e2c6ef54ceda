package swiotlb.actor.machine.planted;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import swiotlb.actor.pool.Area;
import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.Request;
import swiotlb.time.Timeline;

/**
 * A search ends with slots that are still free; to take them is another step, in which nobody looks
 * whether they still are.
 */
final class FindThenTake extends Planting {
  private final ActorRef<Object> nobody;
  private final Map<Long, MapClient.Mapped> found = new HashMap<>();
  private boolean isSearch;
  private MapClient.@Nullable Mapped answer;

  FindThenTake(ActorContext<?> context, Timeline timeline) {
    super(context, timeline);
    this.nobody = spawnNobody();
  }

  @Override
  public Timeline ofAllocators() {
    return new Relayed(
        timeline(),
        (to, message) -> {
          if (isSearch && message instanceof MapClient.Mapped mapped) {
            answer = mapped;
            return true;
          }
          return false;
        });
  }

  @Override
  public Behavior<Area.Command> area(Behavior<Area.Command> area) {
    return Between.of(
        Area.Command.class,
        area,
        (message, self, behaviour) -> {
          if (!(message instanceof Area.MapRequest search)) {
            behaviour.accept(message);
            return;
          }
          var slots = found.remove(search.request().mapping());
          if (slots == null) {
            find(search, self, behaviour);
          } else {
            take(search.request(), slots, behaviour);
          }
        });
  }

  private void find(
      Area.MapRequest search, ActorRef<Area.Command> self, Consumer<Area.Command> behaviour) {
    answer = null;
    isSearch = true;
    behaviour.accept(search);
    isSearch = false;
    if (answer != null) {
      found.put(answer.mapping(), answer);
      behaviour.accept(
          new Area.Retract(answer.mapping(), answer.slot(), answer.hintBefore(), nobody.narrow()));
      self.tell(search);
    }
  }

  private void take(Request request, MapClient.Mapped slots, Consumer<Area.Command> behaviour) {
    behaviour.accept(
        new Area.Adopt(
            new Request(
                request.mapping(),
                request.cpu(),
                request.interrupt(),
                request.demand(),
                request.reach(),
                request.decrypted(),
                nobody.narrow()),
            slots.slot()));
    request.client().tell(slots);
  }
}
