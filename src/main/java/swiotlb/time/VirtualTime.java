package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An engine in virtual time: all actors on the thread that made it, one message at a time, and a
 * clock that jumps to the next event when no actor is runnable.
 *
 * <p>A run is a function of the behaviours and the {@link Choices}. All events of an instant are
 * released before the next actor has its turn; what Akka itself has to do comes before that. A task
 * from any other thread would break that, so it fails the run with that thread's stack.
 *
 * <p>An engine outlives its run: {@link #begin} makes it ready for another one, which costs no
 * actor system. Not thread-safe: everything happens on the thread that called the constructor.
 */
public final class VirtualTime implements Timeline, Engine {
  private final VirtualLoop loop;
  private final long number;
  private @Nullable ActorSystem<SimulationRoot.Command> system;
  private SimulationRoot.Progress progress = new SimulationRoot.Progress();

  /** An engine at time zero whose choices are in order, without a sink. */
  public VirtualTime() {
    this(Choices.inOrder(), null);
  }

  /**
   * An engine at time zero.
   *
   * @param sink receives every message, or null for none
   */
  public VirtualTime(Choices choices, @Nullable MessageSink sink) {
    this.loop = new VirtualLoop(choices, sink);
    this.number = Engines.register(loop);
  }

  /**
   * Ends what the engine was doing, as {@link #close} would, and puts the clock back to zero for
   * another simulation.
   *
   * @throws ForeignThreadException if another thread has spoilt this engine: it is of no more use
   */
  public void begin(Choices newChoices, @Nullable MessageSink newSink) {
    end();
    loop.throwIntrusion();
    loop.begin(newChoices, newSink);
    progress = new SimulationRoot.Progress();
  }

  @Override
  public <T> ActorRef<T> start(Function<Timeline, Behavior<T>> guardian) {
    loop.requireDriver();
    var root = system == null ? startSystem() : system;
    root.tell(new SimulationRoot.Start(guardian.apply(loop).unsafeCast(), loop.parts(), progress));
    while (progress.simulation() == null && loop.runInternal()) {
      // Until it is there; its own start is its first turn.
    }
    var simulation = progress.simulation();
    if (simulation == null) {
      throw new IllegalStateException("a simulation did not start");
    }
    return simulation.unsafeUpcast();
  }

  private ActorSystem<SimulationRoot.Command> startSystem() {
    var config = ActorSettings.of("swiotlb.virtual", Map.of(Engines.KEY, number));
    var started = ActorSystem.create(SimulationRoot.create(), Engines.NAME, config);
    system = started;
    while (loop.runInternal()) {
      // What Akka does at its own start belongs to no simulation.
    }
    return started;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws ForeignThreadException if another thread submitted a task
   */
  public void run() {
    runUntil(() -> false);
  }

  /**
   * Runs until nothing is left to do at the present instant.
   *
   * @throws ForeignThreadException if another thread submitted a task
   */
  public void runInstant() {
    runUntil(loop::isInstantOver);
  }

  /**
   * Runs until a condition holds, which is asked after each message, or nothing is left to do.
   *
   * @return whether the condition holds
   * @throws ForeignThreadException if another thread submitted a task
   */
  public boolean runUntil(BooleanSupplier condition) {
    loop.requireDriver();
    while (!condition.getAsBoolean()) {
      loop.throwIntrusion();
      if (!loop.step()) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /**
   * Has one more hear the messages of the present simulation that are sent from now on, until
   * another one does or nobody: what is numbered then has the numbers that it would have if all
   * were heard. What caused a message is known if that was heard itself. To be called between two
   * messages.
   *
   * @param other beside the sink that this began with; null: none
   */
  public void listen(@Nullable MessageSink other) {
    loop.requireDriver();
    loop.listen(other);
  }

  /** Shows the actors that are alive, and what waits for them; between two messages. */
  public void show(ActorVisitor visitor) {
    loop.requireDriver();
    loop.actors().show(visitor);
  }

  @Override
  public long nowNs() {
    return loop.nowNs();
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    loop.deliverAt(timeNs, to, message);
  }

  @Override
  public long deliveries() {
    return loop.deliveries();
  }

  /** Whether it can begin again: not after a foreign thread has spoilt it. */
  public boolean isUsable() {
    return !loop.isSpoilt();
  }

  /** Whether the simulation has ended, by itself or because its root actor failed. */
  public boolean hasTerminated() {
    return progress.hasEnded();
  }

  @Override
  public @Nullable Throwable failure() {
    return progress.failure();
  }

  @Override
  public Map<String, Object> lastMessages() {
    return loop.actors().lastMessages();
  }

  @Override
  public @Nullable Object lastMessageOf(String path) {
    return loop.actors().lastMessageOf(path);
  }

  @Override
  public LongestMailbox longestMailbox() {
    return loop.actors().longestMailbox();
  }

  /** Paths of the actors that are alive, in order. */
  public List<String> actors() {
    return loop.actors().paths();
  }

  @Override
  public void close() {
    try {
      end();
      if (system != null) {
        system.terminate();
        while (!isTerminated(system) && loop.runInternal()) {
          // To its end.
        }
      }
    } finally {
      Engines.remove(number);
    }
  }

  private static boolean isTerminated(ActorSystem<?> system) {
    return system.getWhenTerminated().toCompletableFuture().isDone();
  }

  /**
   * Ends the simulation, whatever it was doing, even after a foreign thread has spoilt it, and
   * reports messages that nobody handled; the engine is kept. How actors stop is nobody's choice.
   */
  public void end() {
    loop.requireDriver();
    loop.goOnInOrder();
    if (system != null && progress.simulation() != null) {
      if (!progress.hasEnded()) {
        system.tell(new SimulationRoot.End());
        while (!progress.hasEnded() && loop.step()) {
          // Actors stop from below.
        }
      }
      while (loop.runInternal()) {
        // What Akka has to tidy up.
      }
    }
    loop.reportUndelivered();
  }
}
