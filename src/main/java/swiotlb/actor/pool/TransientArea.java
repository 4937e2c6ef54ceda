package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.ActorPaths;
import swiotlb.time.ByType;

/**
 * A transient pool (specification, section 4): one area for one buffer, asked by nobody else and
 * for nothing but its buffer ({@link Area.OfBuffer}). It stops when the buffer is unmapped, or at
 * once if the buffer does not fit.
 */
final class TransientArea extends AbstractBehavior<Area.Command> implements SlotOwner {
  private final PoolGeometry pool;
  private final ActorRef<Area.TransientEnd> parent;
  private final OwnedSlots owned;
  private @Nullable Request served;

  private TransientArea(
      ActorContext<Area.Command> context,
      Area.Settings settings,
      PoolGeometry pool,
      ActorRef<Area.TransientEnd> parent) {
    super(context);
    this.pool = pool;
    this.parent = parent;
    this.owned = new OwnedSlots(settings, PoolList.TRANSIENT, pool, 0, context.getSelf());
  }

  /**
   * A pool without its buffer yet.
   *
   * @param parent hears of its end
   */
  static Behavior<Area.Command> create(
      Area.Settings settings, PoolGeometry pool, ActorRef<Area.TransientEnd> parent) {
    return Behaviors.setup(context -> new TransientArea(context, settings, pool, parent));
  }

  @Override
  public Receive<Area.Command> createReceive() {
    return ByType.<Area.Command>builder()
        .onMessage(Area.MapRequest.class, this::onMapRequest)
        .onMessage(Area.Unmap.class, this::onUnmap)
        .onMessage(Area.Sync.class, this::onSync)
        .build();
  }

  @Override
  public SlotUse use() {
    var buffer = served;
    return owned.use(
        buffer == null ? null : new SlotUse.Tenant(ActorPaths.of(buffer.client()), owned.doneNs()));
  }

  private Behavior<Area.Command> onMapRequest(Area.MapRequest search) {
    var refused = owned.serve(search.request(), 0, search.cost());
    if (refused == null) {
      served = search.request();
      return this;
    }
    var run = Math.max(search.largestFreeRun(), refused.largestFreeRun());
    parent.tell(new Area.TransientDoesNotFit(search.request(), pool, run, owned.cost(), refused));
    return Behaviors.stopped();
  }

  private Behavior<Area.Command> onUnmap(Area.Unmap unmap) {
    owned.unmap(unmap);
    parent.tell(new Area.TransientDone(pool));
    return Behaviors.stopped();
  }

  private Behavior<Area.Command> onSync(Area.Sync sync) {
    owned.sync(sync);
    return this;
  }
}
