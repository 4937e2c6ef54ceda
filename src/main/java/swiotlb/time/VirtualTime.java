package swiotlb.time;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
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
  private final Thread driver = Thread.currentThread();
  private final long number = Engines.register(new Hooks());
  private final Deque<Runnable> internal = new ArrayDeque<>();
  private final RunQueue runnable = new RunQueue();
  private final EventQueue events = new EventQueue();
  private Choices choices;
  private @Nullable MessageSink sink;
  private VirtualActors actors;
  private VirtualCauses causes;
  private VirtualHooks.@Nullable Parts parts;
  private @Nullable ActorSystem<SimulationRoot.Command> system;
  private SimulationRoot.Progress progress = new SimulationRoot.Progress();
  private volatile @Nullable ForeignThreadException foreign;

  private long nowNs;
  private long deliveries;
  private long sentNsOfEvent = -1;

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
    this.choices = choices;
    this.sink = sink;
    this.actors = new VirtualActors();
    this.causes = new VirtualCauses(actors, sink);
  }

  /**
   * Ends what the engine was doing, as {@link #close} would, and puts the clock back to zero for
   * another simulation.
   *
   * @throws ForeignThreadException if another thread has spoilt this engine: it is of no more use
   */
  public void begin(Choices newChoices, @Nullable MessageSink newSink) {
    end();
    throwIntrusion();
    choices = newChoices;
    sink = newSink;
    actors = new VirtualActors();
    causes = new VirtualCauses(actors, newSink);
    progress = new SimulationRoot.Progress();
    events.restart();
    nowNs = 0;
    deliveries = 0;
  }

  @Override
  public <T> ActorRef<T> start(Function<Timeline, Behavior<T>> guardian, String name) {
    requireDriver();
    var root = system == null ? startSystem() : system;
    var inside = Objects.requireNonNull(parts, "the dispatcher of the system");
    root.tell(new SimulationRoot.Start(guardian.apply(this).unsafeCast(), inside, progress));
    while (progress.simulation() == null && runInternal()) {
      // Until it is there; its own start is its first turn.
    }
    var simulation = progress.simulation();
    if (simulation == null) {
      throw new IllegalStateException("a simulation did not start");
    }
    return simulation.unsafeUpcast();
  }

  private ActorSystem<SimulationRoot.Command> startSystem() {
    var config =
        ConfigFactory.parseMap(Map.of(Engines.KEY, number))
            .withFallback(modeConfig("swiotlb.virtual"))
            .resolve();
    var started = ActorSystem.create(SimulationRoot.create(), "swiotlb", config);
    system = started;
    while (runInternal()) {
      // What Akka does at its own start belongs to no simulation.
    }
    return started;
  }

  /** The settings of a mode laid over those of the library. */
  static Config modeConfig(String path) {
    var all = ConfigFactory.load();
    return all.getConfig(path).withFallback(all);
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
    runUntil(() -> isIdle() && (events.isEmpty() || events.firstTimeNs() > nowNs));
  }

  /**
   * Runs until a condition holds, which is asked after each message, or nothing is left to do.
   *
   * @return whether the condition holds
   * @throws ForeignThreadException if another thread submitted a task
   */
  public boolean runUntil(BooleanSupplier condition) {
    requireDriver();
    while (!condition.getAsBoolean()) {
      throwIntrusion();
      if (!step()) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  private void throwIntrusion() {
    var intruder = foreign;
    if (intruder != null) {
      throw intruder;
    }
  }

  /** Runs a task, or else lets the clock jump; false if there is nothing left to do. */
  private boolean step() {
    if (releaseDueEvents() || runInternal()) {
      return true;
    }
    var actor = runnable.poll(choices);
    if (actor != null) {
      actor.run();
      causes.at(null);
      return true;
    }
    dropCancelledTimers();
    if (events.isEmpty()) {
      return false;
    }
    nowNs = events.firstTimeNs();
    return true;
  }

  /** Runs a task of Akka's own; false if there is none. */
  private boolean runInternal() {
    var task = internal.poll();
    if (task == null) {
      return false;
    }
    task.run();
    causes.at(null);
    return true;
  }

  private boolean isIdle() {
    return internal.isEmpty() && runnable.isEmpty();
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    var due = timeNs > nowNs ? Math.addExact(timeNs, choices.lateness(timeNs - nowNs)) : nowNs;
    events.add(due, to, message, causes.current(), nowNs);
  }

  @Override
  public long deliveries() {
    return deliveries;
  }

  /** Whether it can begin again: not after a foreign thread has spoilt it. */
  public boolean isUsable() {
    return foreign == null;
  }

  /** Whether the simulation has ended by itself. */
  public boolean hasTerminated() {
    return progress.hasEnded();
  }

  @Override
  public Map<String, Object> lastMessages() {
    return actors.lastMessages();
  }

  @Override
  public @Nullable Object lastMessageOf(String path) {
    return actors.lastMessageOf(path);
  }

  @Override
  public LongestMailbox longestMailbox() {
    return actors.longestMailbox();
  }

  /** Paths of the actors that are alive, in order. */
  public List<String> actors() {
    return actors.paths();
  }

  @Override
  public void close() {
    try {
      end();
      if (system != null) {
        system.terminate();
        while (!isTerminated(system) && runInternal()) {
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
   * reports messages that nobody handled; the engine is kept.
   */
  public void end() {
    requireDriver();
    if (system != null && progress.simulation() != null) {
      if (!progress.hasEnded()) {
        system.tell(new SimulationRoot.End());
        while (!progress.hasEnded() && step()) {
          // Actors stop from below.
        }
      }
      while (runInternal()) {
        // What Akka has to tidy up.
      }
    }
    reportUndelivered();
  }

  private void reportUndelivered() {
    while (!events.isEmpty()) {
      var event = events.poll();
      var to = event.to;
      if (sink != null && to != null && event.message != null) {
        causes.at(event.sender);
        sink.undelivered(causes.stamp(ActorPaths.of(to), event.message, event.sentNs, 0));
      }
    }
    causes.at(null);
  }

  /**
   * Releases all events of this instant; true if an actor had its turn meanwhile.
   *
   * <p>That is so where an event comes alone, to an actor at rest while no other is runnable: the
   * actor would be the only choice for the next turn, and is spared mailbox and run queue.
   */
  private boolean releaseDueEvents() {
    while (!events.isEmpty() && events.firstTimeNs() <= nowNs) {
      var event = events.poll();
      causes.at(event.sender);
      var hadTurn = release(event);
      causes.at(null);
      if (hadTurn) {
        return true;
      }
    }
    return false;
  }

  private boolean release(EventQueue.Event event) {
    var task = event.task;
    var to = event.to;
    var message = event.message;
    if (task != null) {
      task.run();
    } else if (to != null && message != null) {
      if (parts != null && isAlone() && parts.handleAtOnce(to, message, event.sentNs)) {
        return true;
      }
      sentNsOfEvent = event.sentNs;
      tell(to, message);
      sentNsOfEvent = -1;
    }
    return false;
  }

  private boolean isAlone() {
    return isIdle() && (events.isEmpty() || events.firstTimeNs() > nowNs);
  }

  /** A timer that was cancelled must not move the clock. */
  private void dropCancelledTimers() {
    while (!events.isEmpty()) {
      var task = events.firstTask();
      if (task == null || !task.isCancelled()) {
        return;
      }
      events.poll();
    }
  }

  /** What goes into the heap as a message came in with a target of its own type. */
  private static void tell(ActorRef<?> to, Object message) {
    to.<Object>unsafeUpcast().tell(message);
  }

  private RejectedExecutionException intrusion() {
    var intruder = new ForeignThreadException(Thread.currentThread());
    foreign = intruder;
    return new RejectedExecutionException("virtual time runs on one thread", intruder);
  }

  private void requireDriver() {
    if (Thread.currentThread() != driver) {
      throw new IllegalStateException("virtual time belongs to the thread that made it");
    }
  }

  /** What the parts of the actor system ask. */
  private final class Hooks implements VirtualHooks {
    @Override
    public void use(Parts offered) {
      parts = offered;
    }

    @Override
    public void execute(Runnable task) {
      checkThread();
      internal.add(task);
    }

    @Override
    public void runnable(Inbox actor) {
      checkThread();
      if (actor.isOfTheSimulation()) {
        runnable.add(actor);
      } else {
        internal.add(actor);
      }
    }

    @Override
    public void schedule(long delayNs, TimedTask task) {
      requireDriver();
      var due = Math.addExact(nowNs, Math.max(0, delayNs));
      events.add(due, task, causes.current(), nowNs);
    }

    @Override
    public void checkThread() {
      if (Thread.currentThread() != driver) {
        throw intrusion();
      }
    }

    @Override
    public @Nullable Handling current() {
      return causes.current();
    }

    @Override
    public void opened(Inbox mailbox) {
      actors.opened(mailbox);
    }

    @Override
    public void closed(Inbox mailbox) {
      actors.closed(mailbox);
    }

    @Override
    public void enter(Inbox mailbox) {
      causes.at(mailbox.start());
    }

    @Override
    public boolean isTracing() {
      return causes.isTracing();
    }

    @Override
    public long sendingTimeNs() {
      return sentNsOfEvent >= 0 ? sentNsOfEvent : nowNs;
    }

    @Override
    public Sent stamp(String to, Object message, long sentNs, int queued) {
      return causes.stamp(to, message, sentNs, queued);
    }

    @Override
    public void handling(Handling message) {
      causes.at(message);
      deliveries++;
    }

    @Override
    public Handling delivered(Sent sent) {
      var message = Handling.of(sent);
      handling(message);
      causes.delivered(sent, nowNs);
      return message;
    }

    @Override
    public void undelivered(Sent sent) {
      causes.undelivered(sent);
    }

    @Override
    public void lost(String to, Object message) {
      if (causes.isTracing() && Handling.isOfTheSimulation(to)) {
        causes.undelivered(stamp(to, message, sendingTimeNs(), 0));
      }
    }
  }
}
