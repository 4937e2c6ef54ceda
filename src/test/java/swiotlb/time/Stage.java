package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Real actors in virtual time, for tests of several behaviours together: whoever enters is watched,
 * and every message that is handled is kept.
 */
public final class Stage implements AutoCloseable {
  /** A message that was handled. Paths are those below the root of the stage. */
  public record Told(long timeNs, String from, String to, Object message) {}

  private record Entrance(Function<ActorContext<Object>, ActorRef<?>> entry) {}

  private record Curtain() {}

  private final List<Told> told = new ArrayList<>();
  private final VirtualTime time = new VirtualTime(Choices.inOrder(), new Keeper());
  private final ActorRef<Object> root;
  private Optional<ActorRef<?>> entered = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private boolean isReached;

  /** An empty stage at time zero. */
  public Stage() {
    root = time.start(timeline -> director());
    time.run();
  }

  private final class Keeper implements MessageSink {
    @Override
    public void delivered(Sent sent, long at) {
      told.add(new Told(at, name(sent.from()), name(sent.to()), sent.message()));
    }

    @Override
    public void undelivered(Sent sent) {
      // What nobody handled was not told.
    }

    private String name(String path) {
      return path.replaceFirst("^/user/?", "");
    }
  }

  private Behavior<Object> director() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Object.class)
                .onMessage(Entrance.class, entrance -> enter(context, entrance))
                .onMessage(Curtain.class, this::reach)
                .onSignal(ChildFailed.class, this::fail)
                .build());
  }

  private Behavior<Object> enter(ActorContext<Object> context, Entrance entrance) {
    var actor = entrance.entry.apply(context);
    context.watch(actor);
    entered = Optional.of(actor);
    return Behaviors.same();
  }

  private Behavior<Object> reach(Curtain curtain) {
    isReached = true;
    return Behaviors.same();
  }

  private Behavior<Object> fail(ChildFailed signal) {
    failure = Optional.of(signal.cause());
    return Behaviors.same();
  }

  /** The time of everything on stage. */
  public Timeline timeline() {
    return time;
  }

  /** A behaviour enters as {@code /user/name} and begins. */
  public <M> ActorRef<M> enter(Behavior<M> behavior, String name) {
    entered = Optional.empty();
    root.tell(new Entrance(context -> context.spawn(behavior, name)));
    time.runUntil(() -> entered.isPresent());
    return entered.orElseThrow().unsafeUpcast();
  }

  /** Somebody who only listens enters. */
  public <M> ActorRef<M> listener(String name) {
    return enter(Behaviors.<M>ignore(), name);
  }

  /** A message that is to be told at a time. */
  public <M> void at(long timeNs, ActorRef<M> to, M message) {
    time.deliverAt(timeNs, to, message);
  }

  /** Lets everything happen that is earlier than a time, at which the clock then stands. */
  public void playTo(long timeNs) {
    isReached = false;
    time.deliverAt(timeNs, root, new Curtain());
    time.runUntil(() -> isReached);
  }

  /** Lets everything happen until nothing is left to do. */
  public void play() {
    time.run();
  }

  /** Everything that was told so far, in order. */
  public List<Told> told() {
    return List.copyOf(told);
  }

  /** All messages of a type that an actor was told so far. */
  public <M> List<M> told(String actor, Class<M> type) {
    return told.stream()
        .filter(t -> t.to.equals(actor) && type.isInstance(t.message))
        .map(t -> type.cast(t.message))
        .toList();
  }

  /** The only message of a type that an actor was told so far. */
  public <M> M only(String actor, Class<M> type) {
    var all = told(actor, type);
    if (all.size() != 1) {
      throw new AssertionError(actor + " was told " + all);
    }
    return all.get(0);
  }

  /** When an actor was told the last message of a type. */
  public long toldAtNs(String actor, Class<?> type) {
    return told.stream()
        .filter(t -> t.to.equals(actor) && type.isInstance(t.message))
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError(actor + " was told no " + type.getSimpleName()))
        .timeNs;
  }

  /** How an actor at the root of the stage failed, if one did. */
  public Optional<Throwable> failure() {
    return failure;
  }

  @Override
  public void close() {
    time.close();
  }
}
