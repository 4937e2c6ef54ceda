package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * The guardian of an actor system that outlives its simulations: each is its only child, one after
 * the other. Traces know nothing of it: there the simulation itself is the root.
 */
final class SimulationRoot extends AbstractBehavior<SimulationRoot.Command> {

  /** What it can be asked. */
  sealed interface Command {}

  /** A simulation begins; there is none. */
  record Start(Behavior<Object> guardian, VirtualHooks.Parts inside, Progress progress)
      implements Command {}

  /** The simulation ends, whatever it is doing. */
  record End() implements Command {}

  /** How far a simulation has come; read by the engine, on the same thread. */
  static final class Progress {
    private @Nullable ActorRef<Object> simulation;
    private boolean hasEnded;
    private @Nullable Throwable failure;

    @Nullable ActorRef<Object> simulation() {
      return simulation;
    }

    boolean hasEnded() {
      return hasEnded;
    }

    /** What it ended of, if it failed. */
    @Nullable Throwable failure() {
      return failure;
    }
  }

  private Progress progress = new Progress();

  private SimulationRoot(ActorContext<Command> context) {
    super(context);
  }

  static Behavior<Command> create() {
    return Behaviors.setup(SimulationRoot::new);
  }

  @Override
  public Receive<Command> createReceive() {
    return ByType.<Command>builder()
        .onMessage(Start.class, this::onStart)
        .onMessage(End.class, this::onEnd)
        .onSignal(ChildFailed.class, this::onFailed)
        .onSignal(Terminated.class, this::onTerminated)
        .build();
  }

  private Behavior<Command> onStart(Start start) {
    progress = start.progress;
    var simulation =
        start.inside.spawnGuardian(getContext(), start.guardian, ActorPaths.SIMULATION);
    getContext().watch(simulation);
    progress.simulation = simulation;
    return this;
  }

  private Behavior<Command> onEnd(End end) {
    if (progress.simulation != null) {
      getContext().stop(progress.simulation);
    }
    return this;
  }

  /** Before {@link #onTerminated}, which would take it for an end like any other. */
  private Behavior<Command> onFailed(ChildFailed signal) {
    progress.failure = signal.cause();
    progress.hasEnded = true;
    return this;
  }

  private Behavior<Command> onTerminated(Terminated signal) {
    progress.hasEnded = true;
    return this;
  }
}
