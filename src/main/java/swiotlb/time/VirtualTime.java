package swiotlb.time;

import akka.actor.LocalActorRef;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.internal.adapter.ActorRefAdapter;
import akka.actor.typed.javadsl.Adapter;
import akka.dispatch.Envelope;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An actor system in virtual time: all its actors on the thread that made it, one message at a
 * time, and a clock that jumps to the next event when no mailbox is runnable.
 *
 * <p>A run is a function of the behaviours and the {@link Schedule}. All events of an instant are
 * released before the next mailbox is picked. A task from any other thread would break that, so it
 * fails the run with that thread's stack.
 *
 * <p>Not thread-safe: everything happens on the thread that called the constructor.
 */
public final class VirtualTime implements Timeline, AutoCloseable {
  private static final int REMEMBERED_MAILBOXES = 256;

  private final Thread driver = Thread.currentThread();
  private final long number = Engines.register(this);
  private final RunQueue runnable;
  private final Schedule schedule;
  private final EventHeap events = new EventHeap();
  private final EventHeap.Event event = new EventHeap.Event();
  private final @Nullable MessageSink sink;
  private final Map<String, VirtualMailbox> mailboxes = new TreeMap<>();
  private final Deque<VirtualMailbox> closed = new ArrayDeque<>();
  private LongestMailbox longestClosed = LongestMailbox.NONE;

  private long nowNs;
  private long lastId;
  private long deliveries;
  private @Nullable Handling current;
  private long sentNsOfEvent = -1;
  private @Nullable ActorSystem<?> system;
  private akka.actor.@Nullable ActorRef deadLetters;
  private volatile @Nullable ForeignThreadException foreign;

  /**
   * A clock at zero.
   *
   * @param sink receives every message, or null for none
   */
  public VirtualTime(Schedule schedule, @Nullable MessageSink sink) {
    this.schedule = schedule;
    this.runnable = new RunQueue(schedule);
    this.sink = sink;
  }

  /**
   * Starts the actor system of this clock.
   *
   * @param guardian makes the root behaviour, given this clock
   * @param name of the system
   */
  public <T> ActorSystem<T> start(Function<Timeline, Behavior<T>> guardian, String name) {
    requireDriver();
    var config =
        ConfigFactory.parseMap(Map.of(Engines.KEY, number))
            .withFallback(modeConfig("swiotlb.virtual"))
            .resolve();
    var started = ActorSystem.create(guardian.apply(this), name, config);
    system = started;
    deadLetters = Adapter.toClassic(started).deadLetters();
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
    runUntil(() -> runnable.isEmpty() && (events.isEmpty() || events.firstTimeNs() > nowNs));
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
      var intruder = foreign;
      if (intruder != null) {
        throw intruder;
      }
      if (!step()) {
        return condition.getAsBoolean();
      }
    }
    return true;
  }

  /** Runs a task, or else lets the clock jump; false if there is nothing left to do. */
  private boolean step() {
    if (releaseDueEvents()) {
      return true;
    }
    var task = runnable.poll();
    if (task != null) {
      task.run();
      leave();
      return true;
    }
    dropCancelledTimers();
    if (events.isEmpty()) {
      return false;
    }
    nowNs = events.firstTimeNs();
    return true;
  }

  /** Until the mailbox hands out a message, its actor handles signals, its own start among them. */
  void enter(VirtualMailbox mailbox) {
    current = mailbox.start();
  }

  private void leave() {
    current = null;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    events.add(schedule.jittered(nowNs, Math.max(timeNs, nowNs)), to, message, current, nowNs);
  }

  /** Messages handled so far by the actors of the simulation. */
  public long deliveries() {
    return deliveries;
  }

  /** Whether the actor system has ended by itself. */
  public boolean hasTerminated() {
    return system != null && system.getWhenTerminated().toCompletableFuture().isDone();
  }

  /**
   * The message that an actor, alive or lately stopped, handled last; null if it is not known.
   *
   * @param path of the actor, such as {@code /user/allocator}
   */
  public @Nullable Object lastMessageOf(String path) {
    for (var mailbox : closed) {
      if (mailbox.path().equals(path)) {
        return mailbox.lastMessage();
      }
    }
    var mailbox = mailboxes.get(path);
    return mailbox == null ? null : mailbox.lastMessage();
  }

  /** The longest mailbox of the actors of the simulation so far. */
  public LongestMailbox longestMailbox() {
    return mailboxes.values().stream()
        .map(VirtualMailbox::longest)
        .reduce(longestClosed, LongestMailbox::longer);
  }

  /** Paths of the actors that are alive, in order. */
  public List<String> actors() {
    return List.copyOf(mailboxes.keySet());
  }

  /** Ends the actor system, whatever it was doing, and reports messages that nobody handled. */
  @Override
  public void close() {
    try {
      if (system != null && !hasTerminated()) {
        system.terminate();
        while (!hasTerminated() && step()) {
          // To its end, even after a foreign thread has spoilt the run.
        }
      }
      reportUndelivered();
    } finally {
      Engines.remove(number);
    }
  }

  private void reportUndelivered() {
    while (!events.isEmpty()) {
      events.poll(event);
      if (sink != null && event.target instanceof ActorRef<?> to && event.message != null) {
        current = event.sender;
        sink.undelivered(stamp(pathOf(to), event.message, event.sentNs, 0));
      }
    }
  }

  void execute(Runnable task) {
    if (Thread.currentThread() != driver) {
      throw intrusion();
    }
    runnable.add(task);
  }

  void schedule(long delayNs, ScheduledTask task) {
    requireDriver();
    events.add(Math.addExact(nowNs, Math.max(0, delayNs)), task, null, current, nowNs);
  }

  VirtualMailbox mailbox(String path) {
    var mailbox = new VirtualMailbox(this, path, current);
    if (mailbox.isOfTheSimulation()) {
      mailboxes.put(path, mailbox);
    }
    return mailbox;
  }

  void checkThread() {
    if (Thread.currentThread() != driver) {
      throw intrusion();
    }
  }

  boolean isTracing() {
    return sink != null;
  }

  /** Numbers a message that is sent now. */
  Sent stamp(String to, Object message, long sentNs, int queued) {
    var sender = message instanceof Stopped end ? lastOf(end, current) : current;
    var ofCause = sender == null ? MessageSink.UNCORRELATED : sender.correlation();
    return new Sent(
        ++lastId,
        sender == null ? 0 : sender.id(),
        sink == null ? ofCause : sink.correlation(message, ofCause),
        sentNs,
        queued,
        sender == null ? "" : sender.path(),
        to,
        message);
  }

  /** What an actor that has stopped was at last; what else is known, if it handled nothing. */
  private @Nullable Handling lastOf(Stopped end, @Nullable Handling otherwise) {
    for (var mailbox : closed) {
      if (mailbox.path().equals(end.path())) {
        var handled = mailbox.lastHandling();
        return handled == null ? otherwise : handled;
      }
    }
    return otherwise;
  }

  long sendingTimeNs() {
    return sentNsOfEvent >= 0 ? sentNsOfEvent : nowNs;
  }

  /** An actor handles a message. */
  void handling(Handling message) {
    current = message;
    deliveries++;
  }

  /** An actor handles a message that was stamped; returns what it is at then. */
  Handling delivered(Sent sent) {
    var message = Handling.of(sent);
    handling(message);
    if (sink != null) {
      sink.delivered(sent, nowNs);
    }
    return message;
  }

  void closed(VirtualMailbox mailbox) {
    mailboxes.remove(mailbox.path(), mailbox);
    longestClosed = longestClosed.longer(mailbox.longest());
    closed.addFirst(mailbox);
    if (closed.size() > REMEMBERED_MAILBOXES) {
      closed.removeLast();
    }
  }

  /** A message came too late for an actor that has stopped, whose mailbox is gone. */
  void lost(akka.actor.ActorRef to, Envelope envelope) {
    var path = to.path().toStringWithoutAddress();
    if (sink != null && Handling.isOfTheSimulation(path)) {
      sink.undelivered(stamp(path, Wrapped.content(envelope.message()), sendingTimeNs(), 0));
    }
  }

  void undelivered(Sent sent) {
    if (sink != null) {
      sink.undelivered(sent);
    }
  }

  static String pathOf(ActorRef<?> actor) {
    return actor.path().toStringWithoutAddress();
  }

  /**
   * Releases all events of this instant; true if an actor had its turn meanwhile.
   *
   * <p>That is so where an event comes alone, to an actor at rest while no other is runnable: the
   * actor would be the only choice for the next turn, and is spared mailbox and run queue.
   */
  private boolean releaseDueEvents() {
    while (!events.isEmpty() && events.firstTimeNs() <= nowNs) {
      events.poll(event);
      current = event.sender;
      var hadTurn = releaseEvent();
      leave();
      if (hadTurn) {
        return true;
      }
    }
    return false;
  }

  private boolean releaseEvent() {
    if (event.target instanceof ScheduledTask task) {
      task.run();
    } else if (event.message != null) {
      if (isAlone() && handleAtOnce(event.target, event.message, event.sentNs)) {
        return true;
      }
      sentNsOfEvent = event.sentNs;
      tell(event.target, event.message);
      sentNsOfEvent = -1;
    }
    return false;
  }

  private boolean isAlone() {
    return runnable.isEmpty() && (events.isEmpty() || events.firstTimeNs() > nowNs);
  }

  private boolean handleAtOnce(@Nullable Object target, Object message, long sentNs) {
    if (target instanceof ActorRefAdapter<?> adapter
        && adapter.classicRef() instanceof LocalActorRef actor) {
      var mailbox = actor.underlying().mailbox();
      return mailbox.messageQueue() instanceof VirtualMailbox queue
          && queue.handleAtOnce(mailbox, Envelope.apply(message, deadLetters), sentNs);
    }
    return false;
  }

  /** A timer that was cancelled must not move the clock. */
  private void dropCancelledTimers() {
    while (!events.isEmpty()
        && events.firstTarget() instanceof ScheduledTask task
        && task.isCancelled()) {
      events.poll(event);
    }
  }

  /** What goes into the heap as a message came in with a target of its own type. */
  @SuppressWarnings("unchecked")
  private static void tell(@Nullable Object target, Object message) {
    if (target != null) {
      ((ActorRef<Object>) target).tell(message);
    }
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
}
