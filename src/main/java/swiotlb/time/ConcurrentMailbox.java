package swiotlb.time;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.MessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The mailbox of an actor on real threads: messages stamped with sender, cause and number. */
final class ConcurrentMailbox implements MessageQueue, UnboundedMessageQueueSemantics, Origin {
  private static final String SIMULATION = "/user";
  private static final Object NOTHING = new Object();

  /** A message with its stamp. */
  record Node(Envelope envelope, long id, long cause, long sentNs, String from) {}

  private final ConcurrentTime time;
  private final String path;
  private final boolean ofTheSimulation;
  private final Queue<Node> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicReference<Object> last = new AtomicReference<>(NOTHING);

  ConcurrentMailbox(ConcurrentTime time, String path) {
    this.time = time;
    this.path = path;
    this.ofTheSimulation = path.startsWith(SIMULATION);
  }

  @Override
  public String path() {
    return path;
  }

  boolean isOfTheSimulation() {
    return ofTheSimulation;
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    time.queued(this, size.incrementAndGet());
    queue.add(time.isTracing() ? stamped(envelope) : new Node(envelope, 0, 0, 0, ""));
  }

  private Node stamped(Envelope envelope) {
    var sender = time.handling();
    return sender == null
        ? new Node(envelope, time.nextId(), 0, time.nowNs(), "")
        : new Node(envelope, time.nextId(), sender.id(), time.nowNs(), sender.origin().path());
  }

  /** The message handled last, unwrapped; asked from any thread, after the first one. */
  Object lastMessage() {
    return Wrapped.content(last.getAcquire());
  }

  @Override
  public @Nullable Envelope dequeue() {
    var node = queue.poll();
    if (node == null) {
      return null;
    }
    size.decrementAndGet();
    if (ofTheSimulation) {
      var isFirst = last.getPlain() == NOTHING;
      last.setRelease(node.envelope.message());
      if (isFirst) {
        time.opened(this);
      }
      time.begin(this, node);
    }
    return node.envelope;
  }

  @Override
  public int numberOfMessages() {
    return size.get();
  }

  /** Asked by the dispatcher when a turn of the actor is over, on the thread that had it. */
  @Override
  public boolean hasMessages() {
    time.end();
    return !queue.isEmpty();
  }

  @Override
  public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
    for (var node = queue.poll(); node != null; node = queue.poll()) {
      if (ofTheSimulation) {
        time.undelivered(this, node);
      }
      deadLetters.enqueue(owner, node.envelope);
    }
    if (ofTheSimulation) {
      time.closed(this);
    }
  }
}
