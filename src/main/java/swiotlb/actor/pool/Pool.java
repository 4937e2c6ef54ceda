package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.time.ByType;

/** A lasting pool: makes the actors that own its areas, and gathers their state. */
public final class Pool extends AbstractBehavior<Pool.Command> {

  /** What it can be asked. */
  public sealed interface Command {}

  /** The state of all areas is wanted. */
  public record ReadState(ActorRef<State> replyTo) implements Command {}

  private record AreaRead(Area.State state) implements Command {}

  /** The pool is there: its entry for the list. */
  public record Started(PoolList.Entry entry, ActorRef<Command> pool) {}

  /** The state of all areas, in order. */
  public record State(int number, PoolGeometry geometry, List<Area.State> areas) {
    /** Immutable from the start. */
    public State {
      areas = List.copyOf(areas);
    }
  }

  private final int number;
  private final PoolGeometry geometry;
  private final List<ActorRef<Area.Command>> areas = new ArrayList<>();
  private final ActorRef<Area.State> areaStates;
  private final List<Area.State> read = new ArrayList<>();
  private final List<ActorRef<State>> readers = new ArrayList<>();

  private Pool(
      ActorContext<Command> context,
      int number,
      PoolGeometry geometry,
      Area.Settings settings,
      ActorRef<Started> started) {
    super(context);
    this.number = number;
    this.geometry = geometry;
    this.areaStates = context.messageAdapter(Area.State.class, AreaRead::new);
    for (var owner = 0; owner < geometry.owners(); owner++) {
      var area = context.spawn(Area.create(settings, number, geometry, owner), "area-" + owner);
      context.watch(area);
      areas.add(area);
    }
    started.tell(new Started(new PoolList.Entry(number, geometry, areas), context.getSelf()));
  }

  /**
   * A pool with all its slots free.
   *
   * @param started is told once the areas are there
   */
  public static Behavior<Command> create(
      int number, PoolGeometry geometry, Area.Settings settings, ActorRef<Started> started) {
    return Behaviors.setup(context -> new Pool(context, number, geometry, settings, started));
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(ReadState.class, this::onReadState)
        .onMessage(AreaRead.class, this::onAreaRead)
        .onSignal(ChildFailed.class, this::onChildFailed)
        .build();
  }

  private Behavior<Command> onReadState(ReadState request) {
    readers.add(request.replyTo);
    if (readers.size() == 1) {
      areas.forEach(area -> area.tell(new Area.ReadState(areaStates)));
    }
    return this;
  }

  private Behavior<Command> onAreaRead(AreaRead answer) {
    read.add(answer.state);
    if (read.size() == areas.size()) {
      read.sort(Comparator.comparingInt(Area.State::firstArea));
      var state = new State(number, geometry, read);
      readers.forEach(reader -> reader.tell(state));
      read.clear();
      readers.clear();
    }
    return this;
  }

  private Behavior<Command> onChildFailed(ChildFailed signal) {
    throw ActorFailedException.of(signal);
  }
}
