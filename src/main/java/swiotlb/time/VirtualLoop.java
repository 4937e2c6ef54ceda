package swiotlb.time;

import akka.actor.typed.ActorRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one thing after the other of virtual time: the clock, what is due, who is runnable, and who
 * is at what. All of it on the thread that made it.
 */
final class VirtualLoop implements VirtualHooks, Timeline {
  private final Thread driver = Thread.currentThread();
  private final Deque<Runnable> internal = new ArrayDeque<>();
  private final RunQueue runnable = new RunQueue();
  private final EventQueue events = new EventQueue();
  private final HeldMessages held = new HeldMessages();
  private final AnyNext anyNext = new AnyNext();
  private Choices choices;
  private boolean keepsTime;
  private boolean handlesAtOnce;
  private @Nullable MessageSink ofTheRun;
  private @Nullable MessageSink sink;
  private VirtualActors actors;
  private VirtualCauses causes;
  private @Nullable Parts parts;
  private volatile @Nullable ForeignThreadException foreign;

  private long nowNs;
  private long deliveries;
  private long dropped;
  private long sentNsOfEvent = -1;

  /** At time zero. */
  VirtualLoop(Choices choices, @Nullable MessageSink sink) {
    this.choices = choices;
    this.keepsTime = choices.keepsTime();
    this.handlesAtOnce = choices.handlesAtOnce();
    this.ofTheRun = sink;
    this.sink = sink;
    this.actors = new VirtualActors();
    this.causes = new VirtualCauses(actors, sink);
  }

  /** Begins again at time zero; nothing is left of what was before. */
  void begin(Choices newChoices, @Nullable MessageSink newSink) {
    if (!runnable.isEmpty() || !internal.isEmpty()) {
      throw new IllegalStateException("something of the simulation before is still runnable");
    }
    choices = newChoices;
    keepsTime = newChoices.keepsTime();
    handlesAtOnce = newChoices.handlesAtOnce();
    ofTheRun = newSink;
    sink = newSink;
    actors = new VirtualActors();
    causes = new VirtualCauses(actors, newSink);
    events.restart();
    nowNs = 0;
    deliveries = 0;
    dropped = 0;
    sentNsOfEvent = -1;
  }

  /** Nobody is asked any more what is to come next; what was to come later does not. */
  void goOnInOrder() {
    choices = Choices.inOrder();
    keepsTime = true;
  }

  /** Has messages that are sent from now on heard by one more; null: by no other. */
  void listen(@Nullable MessageSink other) {
    var sent = isTracing() ? causes.lastId() : deliveries + dropped + actors.waiting();
    sink = other == null ? ofTheRun : BothSinks.of(ofTheRun, other);
    causes.reportTo(sink, sent);
  }

  /** Messages that actors began with so far. */
  long deliveries() {
    return deliveries;
  }

  /** The actors of the simulation. */
  VirtualActors actors() {
    return actors;
  }

  /** The inside of Akka, once its dispatcher is there. */
  Parts parts() {
    return Objects.requireNonNull(parts, "the dispatcher of the system");
  }

  /** Whether another thread has spoilt it. */
  boolean isSpoilt() {
    return foreign != null;
  }

  /** Fails as soon as another thread has spoilt it. */
  void throwIntrusion() {
    var intruder = foreign;
    if (intruder != null) {
      throw intruder;
    }
  }

  /** Runs a task, or else lets the clock jump; false if there is nothing left to do. */
  boolean step() {
    if (releaseDueEvents() || runInternal()) {
      return true;
    }
    if (!keepsTime && anyNext.size() > 0) {
      takeAny();
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

  /** An actor has its turn, or a message comes that was to come later. */
  private void takeAny() {
    var actors = runnable.size();
    var taken = anyNext.size() == 1 ? 0 : choices.turn(anyNext);
    if (taken < actors) {
      runnable.take(taken).run();
    } else {
      var message = held.take(taken - actors);
      nowNs = Math.max(nowNs, message.dueNs());
      causes.at(message.sender());
      if (!handlesAtOnce
          || !parts().handleAtOnce(message.to(), message.message(), message.sentNs())) {
        deliver(message.to(), message.message(), message.sentNs());
      }
    }
    causes.at(null);
  }

  /** Actors that want a turn, and then messages that may come. */
  private final class AnyNext implements Choices.Runnables {
    @Override
    public int size() {
      return runnable.size() + held.size();
    }

    @Override
    public String path(int index) {
      return isActor(index) ? runnable.path(index) : ActorPaths.of(heldAt(index).to());
    }

    @Override
    public long message(int index) {
      return isActor(index) ? runnable.message(index) : heldAt(index).number();
    }

    @Override
    public long cause(int index) {
      if (isActor(index)) {
        return runnable.cause(index);
      }
      var sender = heldAt(index).sender();
      return sender == null ? 0 : sender.id();
    }

    @Override
    public @Nullable Object content(int index) {
      return isActor(index) ? runnable.content(index) : heldAt(index).message();
    }

    @Override
    public String sender(int index) {
      if (isActor(index)) {
        return runnable.sender(index);
      }
      var sender = heldAt(index).sender();
      return sender == null ? "" : sender.path();
    }

    @Override
    public void show(ActorVisitor visitor) {
      actors.show(visitor);
      held.show(visitor);
    }

    private boolean isActor(int index) {
      return index < runnable.size();
    }

    private HeldMessages.Held heldAt(int index) {
      return held.get(index - runnable.size());
    }
  }

  /** Runs a task of Akka's own; false if there is none. */
  boolean runInternal() {
    var task = internal.poll();
    if (task == null) {
      return false;
    }
    task.run();
    causes.at(null);
    return true;
  }

  /** Whether nothing is left to do at the present instant. */
  boolean isInstantOver() {
    return internal.isEmpty() && runnable.isEmpty() && !isEventDue() && held.size() == 0;
  }

  private boolean isEventDue() {
    return !events.isEmpty() && events.firstTimeNs() <= nowNs;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public <M> void deliverAt(long timeNs, ActorRef<M> to, M message) {
    var due =
        timeNs > nowNs && keepsTime
            ? Math.addExact(timeNs, choices.lateness(timeNs - nowNs, message))
            : Math.max(timeNs, nowNs);
    var sender = causes.current();
    if (!keepsTime) {
      held.add(due, to, message, sender, nowNs);
      return;
    }
    if (sink != null) {
      sink.scheduled(sender, () -> ActorPaths.of(to), due);
    }
    events.add(due, to, message, sender, nowNs);
  }

  @Override
  public void saw(long value) {
    var reader = causes.current();
    if (sink != null && reader != null) {
      sink.saw(reader, value);
    }
  }

  @Override
  public void changed() {
    if (sink != null) {
      sink.changed();
    }
  }

  @Override
  public boolean happens(String what, double probability) {
    var happens = probability > 0 && choices.happens(what, probability);
    if (happens) {
      saw(1); // What its actor goes on to do depends on it.
    }
    return happens;
  }

  /** Drops what was to be delivered, and reports it. */
  void reportUndelivered() {
    while (held.size() > 0) {
      var message = held.take(0);
      undelivered(message.to(), message.message(), message.sender(), message.sentNs());
    }
    while (!events.isEmpty()) {
      var event = events.poll();
      var to = event.to;
      if (to != null && event.message != null) {
        undelivered(to, event.message, event.sender, event.sentNs);
      }
    }
    causes.at(null);
  }

  private void undelivered(ActorRef<?> to, Object message, @Nullable Handling sender, long sentNs) {
    if (sink != null) {
      causes.at(sender);
      sink.undelivered(causes.stamp(ActorPaths.of(to), message, sentNs, 0));
    }
  }

  /**
   * Releases all events of this instant; true if an actor had its turn meanwhile.
   *
   * <p>That is so where an event comes alone, to an actor at rest while no other is runnable: the
   * actor would be the only choice for the next turn, and is spared mailbox and run queue.
   */
  private boolean releaseDueEvents() {
    while (isEventDue()) {
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
      if (parts != null && isInstantOver() && parts.handleAtOnce(to, message, event.sentNs)) {
        return true;
      }
      deliver(to, message, event.sentNs);
    }
    return false;
  }

  private void deliver(ActorRef<?> to, Object message, long sentNs) {
    sentNsOfEvent = sentNs;
    tell(to, message);
    sentNsOfEvent = -1;
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

  /** What waits as a message came in with a target of its own type. */
  private static void tell(ActorRef<?> to, Object message) {
    to.<Object>unsafeUpcast().tell(message);
  }

  private RejectedExecutionException intrusion() {
    var intruder = new ForeignThreadException(Thread.currentThread());
    foreign = intruder;
    return new RejectedExecutionException("virtual time runs on one thread", intruder);
  }

  /** Fails if the present thread is not its own. */
  void requireDriver() {
    if (Thread.currentThread() != driver) {
      throw new IllegalStateException("virtual time belongs to the thread that made it");
    }
  }

  // What the parts of the actor system ask.

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
    if (sink != null && mailbox.isOfTheSimulation()) {
      sink.stopped(mailbox.path());
    }
  }

  @Override
  public void enter(Inbox mailbox) {
    causes.at(mailbox.start());
    if (sink != null && mailbox.isOfTheSimulation()) {
      sink.turn(mailbox.path());
    }
  }

  @Override
  public boolean isTracing() {
    return sink != null;
  }

  @Override
  public long sendingTimeNs() {
    return sentNsOfEvent >= 0 ? sentNsOfEvent : nowNs;
  }

  @Override
  public Sent stamp(String to, Object message, long sentNs, int queued) {
    var sent = causes.stamp(to, message, sentNs, queued);
    if (sink != null) {
      sink.arrived(sent);
    }
    return sent;
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
  public void undelivered(@Nullable Sent sent) {
    dropped++;
    if (sent != null) {
      causes.undelivered(sent);
    }
  }

  @Override
  public void lost(String to, Object message) {
    if (Handling.isOfTheSimulation(to)) {
      undelivered(isTracing() ? causes.stamp(to, message, sendingTimeNs(), 0) : null);
    }
  }
}
