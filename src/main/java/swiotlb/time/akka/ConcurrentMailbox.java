package swiotlb.time.akka;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.Mailbox;
import akka.dispatch.MessageQueue;
import akka.dispatch.TaskInvocation;
import akka.dispatch.UnboundedMessageQueueSemantics;
import akka.event.EventStream;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import scala.runtime.BoxedUnit;
import swiotlb.time.ConcurrentHooks;
import swiotlb.time.Handling;
import swiotlb.time.Inbox;
import swiotlb.time.LongestMailbox;
import swiotlb.time.Sent;

/**
 * The mailbox of an actor on real threads, which runs the actor's turns: messages that are stamped
 * with sender, cause and number, and reported when the actor begins with them and is done.
 */
final class ConcurrentMailbox implements MessageQueue, UnboundedMessageQueueSemantics, Inbox {
  private static final Object NOTHING = new Object();

  /** A message, stamped while a trace is written. */
  record Node(Envelope envelope, @Nullable Sent sent) {}

  private final ConcurrentHooks time;
  private final String path;
  private final boolean ofTheSimulation;
  private final Handling start;
  private final Queue<Node> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicReference<Object> last = new AtomicReference<>(NOTHING);

  /** What the actor was at last; asked from any thread when it has stopped. */
  private volatile @Nullable Handling lastHandling;

  /** Where messages go that come after the end of the actor; null while it lives. */
  private volatile @Nullable MessageQueue afterwards;

  private @Nullable Mailbox mailbox;
  private @Nullable TaskInvocation turn;

  /** An empty mailbox of an actor that the present thread's actor makes. */
  ConcurrentMailbox(ConcurrentHooks time, String path) {
    this.time = time;
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

  /** A turn, as the dispatcher wants it; asked by whoever was allowed to schedule the actor. */
  TaskInvocation turn(Mailbox around, EventStream errors) {
    var task = turn;
    if (task == null) {
      mailbox = around;
      task = new TaskInvocation(errors, this, () -> BoxedUnit.UNIT);
      turn = task;
    }
    return task;
  }

  /** A turn: what Akka has to tell the actor, and then some messages. */
  @Override
  public void run() {
    var around = Objects.requireNonNull(mailbox);
    time.enter(start);
    try {
      if (!around.isClosed()) {
        around.processAllSystemMessages();
        handleSome(around);
      }
    } finally {
      time.leave();
      around.setAsIdle();
      around.dispatcher().registerForExecution(around, false, false);
    }
  }

  private void handleSome(Mailbox around) {
    var most = Math.max(1, around.dispatcher().throughput());
    for (var left = ofTheSimulation ? time.disturbance().messagesOfTurn(most) : most;
        left > 0 && around.shouldProcessMessage();
        left--) {
      var node = poll();
      if (node == null) {
        return;
      }
      handle(around, node);
      around.processAllSystemMessages();
    }
  }

  private void handle(Mailbox around, Node node) {
    if (!ofTheSimulation) {
      around.actor().invoke(node.envelope);
      return;
    }
    time.disturbance().beforeMessage();
    var isFirst = last.getPlain() == NOTHING;
    last.setRelease(node.envelope.message());
    if (isFirst) {
      time.opened(this);
    }
    var handling = node.sent == null ? null : Handling.of(node.sent);
    lastHandling = handling;
    var beganNs = time.begin(node.sent, handling);
    try {
      around.actor().invoke(node.envelope);
    } finally {
      time.end(node.sent, beganNs, start);
    }
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    var messages = size.incrementAndGet();
    time.queued(this, messages);
    if (isStamping()) {
      addStamped(envelope, messages - 1);
    } else {
      queue.add(new Node(envelope, null));
    }
    var deadLetters = afterwards;
    if (deadLetters != null) {
      giveUp(receiver, deadLetters);
    }
    if (ofTheSimulation) {
      time.disturbance().afterSending();
    }
  }

  /** One after the other, so that numbers rise in the order of arrival. */
  private synchronized void addStamped(Envelope envelope, int queued) {
    queue.add(new Node(envelope, stamp(envelope, queued)));
  }

  private boolean isStamping() {
    return ofTheSimulation && time.isTracing();
  }

  private Sent stamp(Envelope envelope, int queued) {
    return time.stamp(path, Wrapped.content(envelope.message()), queued);
  }

  @Override
  public @Nullable Handling lastHandling() {
    return lastHandling;
  }

  @Override
  public Handling start() {
    return start;
  }

  /** Not kept by each mailbox: the engine hears of every message that waits. */
  @Override
  public LongestMailbox longest() {
    return LongestMailbox.NONE;
  }

  /** Asked from any thread. */
  @Override
  public @Nullable Object lastMessage() {
    var message = last.getAcquire();
    return message == NOTHING ? null : Wrapped.content(message);
  }

  /** For turns that another dispatcher than that of the simulation gives. */
  @Override
  public @Nullable Envelope dequeue() {
    var node = poll();
    return node == null ? null : node.envelope;
  }

  private @Nullable Node poll() {
    var node = queue.poll();
    if (node != null) {
      size.decrementAndGet();
    }
    return node;
  }

  @Override
  public int numberOfMessages() {
    return size.get();
  }

  @Override
  public boolean hasMessages() {
    return !queue.isEmpty();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    afterwards = deadLetters; // First, so that who comes later finds it, or is found here.
    giveUp(owner, deadLetters);
    if (ofTheSimulation) {
      time.closed(this);
    }
  }

  private void giveUp(ActorRef owner, MessageQueue deadLetters) {
    for (var node = poll(); node != null; node = poll()) {
      if (node.sent != null) {
        time.undelivered(node.sent);
      }
      deadLetters.enqueue(owner, node.envelope);
    }
  }
}
