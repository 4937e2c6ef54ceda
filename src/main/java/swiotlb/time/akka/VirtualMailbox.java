package swiotlb.time.akka;

import akka.actor.ActorRef;
import akka.actor.LocalActorRef;
import akka.actor.typed.internal.InterceptorImpl;
import akka.actor.typed.internal.adapter.ActorAdapter;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import swiotlb.time.ActorVisitor;
import swiotlb.time.Handling;
import swiotlb.time.Inbox;
import swiotlb.time.LongestMailbox;
import swiotlb.time.Sent;
import swiotlb.time.VirtualHooks;

/**
 * The mailbox of an actor in virtual time: a ring of messages which, while a trace is written, are
 * stamped with their sender, cause and number when they are put in, and reported when they are
 * taken out.
 */
final class VirtualMailbox implements MessageQueue, UnboundedMessageQueueSemantics, Inbox {
  private static final Sent[] NO_STAMPS = {};

  /** How it begins follows from who spawned it. */
  private static final String NOT_STARTED = "not started";

  private final VirtualHooks time;
  private final @Nullable ActorRef owner;
  private final String path;
  private final boolean ofTheSimulation;
  private @Nullable Envelope[] ring = new Envelope[8];
  private @Nullable Sent[] stamps = NO_STAMPS;
  private final Handling start;
  private @Nullable Handling unnumbered;
  private int head;
  private int size;
  private int most;
  private @Nullable Envelope last;
  private @Nullable Handling lastHandling;
  private @Nullable Mailbox turn;

  /** An empty mailbox of an actor that is being made. */
  VirtualMailbox(VirtualHooks time, @Nullable ActorRef owner, String path) {
    this.time = time;
    this.owner = owner;
    this.path = path;
    this.ofTheSimulation = Handling.isOfTheSimulation(path);
    this.start = Handling.start(path, time.current());
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public boolean isOfTheSimulation() {
    return ofTheSimulation;
  }

  @Override
  public Handling start() {
    return start;
  }

  @Override
  public LongestMailbox longest() {
    return new LongestMailbox(path, most);
  }

  @Override
  public @Nullable Object lastMessage() {
    return last == null ? null : Wrapped.content(last.message());
  }

  @Override
  public @Nullable Handling lastHandling() {
    return lastHandling;
  }

  @Override
  public @Nullable Sent next() {
    return size > 0 && hasStamps() ? stamps[head] : null;
  }

  @Override
  public int waiting() {
    return size;
  }

  @Override
  public void show(ActorVisitor visitor) {
    var actor = owner instanceof LocalActorRef local ? local.underlying().actor() : null;
    Object behavior =
        actor instanceof ActorAdapter<?> adapter ? adapter.currentBehavior() : NOT_STARTED;
    visitor.actor(path, behavior, turn != null);
    while (behavior instanceof InterceptorImpl<?, ?> before) {
      behavior = before.nestedBehavior();
      visitor.behindOther(behavior);
    }
    for (var i = 0; i < size; i++) {
      var envelope = Objects.requireNonNull(ring[(head + i) & (ring.length - 1)]);
      visitor.waits(Wrapped.content(envelope.message()));
    }
  }

  /** Whether its actor stands in the run queue or is having its turn. */
  boolean hasTurn() {
    return turn != null;
  }

  /** Puts its actor into the run queue. */
  boolean takeTurn(Mailbox mailbox) {
    time.runnable(this);
    turn = mailbox;
    return true;
  }

  /** A turn: what Akka has to tell the actor, and then at most one message. */
  @Override
  public void run() {
    var mailbox = Objects.requireNonNull(turn);
    time.enter(this);
    try {
      if (!mailbox.isClosed()) {
        mailbox.processAllSystemMessages();
        var envelope = mailbox.shouldProcessMessage() ? dequeue() : null;
        if (envelope != null) {
          handle(mailbox, envelope);
        }
      }
    } finally {
      end(mailbox);
    }
  }

  /** A turn for a message that was not put in; none, and false, if the actor is not at rest. */
  boolean handleAtOnce(Mailbox mailbox, Object message, ActorRef sender, long sentNs) {
    if (turn != null || size > 0 || mailbox.currentStatus() != Mailbox.Open()) {
      return false;
    }
    turn = mailbox;
    var envelope = Envelope.apply(message, sender);
    var stamp = isStamping() ? stamp(envelope, sentNs, 0) : null;
    time.enter(this);
    try {
      begin(envelope, stamp);
      handle(mailbox, envelope);
    } finally {
      end(mailbox);
    }
    return true;
  }

  private static void handle(Mailbox mailbox, Envelope envelope) {
    mailbox.actor().invoke(envelope);
    mailbox.processAllSystemMessages();
  }

  private void end(Mailbox mailbox) {
    turn = null;
    mailbox.dispatcher().registerForExecution(mailbox, false, false);
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    time.checkThread();
    if (size == ring.length) {
      grow();
    }
    var place = (head + size++) & (ring.length - 1);
    ring[place] = envelope;
    most = Math.max(most, size);
    if (isStamping()) {
      if (!hasStamps()) {
        stamps = new Sent[ring.length];
      }
      stamps[place] = stamp(envelope, time.sendingTimeNs(), size - 1);
    }
  }

  private boolean isStamping() {
    return ofTheSimulation && time.isTracing();
  }

  /** Whether messages were numbered, ever. */
  private boolean hasStamps() {
    return stamps.length > 0;
  }

  private Sent stamp(Envelope envelope, long sentNs, int queued) {
    return time.stamp(path, Wrapped.content(envelope.message()), sentNs, queued);
  }

  @Override
  public @Nullable Envelope dequeue() {
    if (size == 0) {
      return null;
    }
    var envelope = ring[head];
    ring[head] = null;
    var stamp = takeStamp();
    head = (head + 1) & (ring.length - 1);
    size--;
    if (envelope != null) {
      begin(envelope, stamp);
    }
    return envelope;
  }

  private @Nullable Sent takeStamp() {
    if (!hasStamps()) {
      return null;
    }
    var stamp = stamps[head];
    stamps[head] = null;
    return stamp;
  }

  @Override
  public int numberOfMessages() {
    return size;
  }

  @Override
  public boolean hasMessages() {
    return size > 0;
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    for (; size > 0; size--) {
      var envelope = ring[head];
      ring[head] = null;
      if (envelope != null) {
        var stamp = takeStamp();
        if (ofTheSimulation) {
          time.undelivered(stamp);
        }
        deadLetters.enqueue(owner, envelope);
      }
      head = (head + 1) & (ring.length - 1);
    }
    if (ofTheSimulation) {
      time.closed(this);
    }
  }

  private void begin(Envelope envelope, @Nullable Sent stamp) {
    if (!ofTheSimulation) {
      return;
    }
    last = envelope;
    if (stamp == null) {
      lastHandling = ofUnnumbered();
      time.handling(lastHandling);
    } else {
      lastHandling = time.delivered(stamp);
    }
  }

  /** While it handles a message of which nobody knows what caused it. */
  private Handling ofUnnumbered() {
    if (unnumbered == null) {
      unnumbered = start.id() == 0 ? start : Handling.start(path, null);
    }
    return unnumbered;
  }

  private void grow() {
    var larger = new Envelope[ring.length * 2];
    var largerStamps = hasStamps() ? new Sent[larger.length] : NO_STAMPS;
    for (var i = 0; i < size; i++) {
      var from = (head + i) & (ring.length - 1);
      larger[i] = ring[from];
      if (hasStamps()) {
        largerStamps[i] = stamps[from];
      }
    }
    ring = larger;
    stamps = largerStamps;
    head = 0;
  }
}
