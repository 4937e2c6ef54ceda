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
final class ConcurrentMailbox implements MessageQueue, UnboundedMessageQueueSemantics {
  private static final String SIMULATION = "/user";
  private static final Object NOTHING = new Object();

  /** A message, stamped while a trace is written. */
  record Node(Envelope envelope, @Nullable Sent sent) {}

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

  String path() {
    return path;
  }

  boolean isOfTheSimulation() {
    return ofTheSimulation;
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    var messages = size.incrementAndGet();
    time.queued(this, messages);
    queue.add(new Node(envelope, time.isTracing() ? stamp(envelope, messages - 1) : null));
  }

  private Sent stamp(Envelope envelope, int queued) {
    return time.stamp(path, Wrapped.content(envelope.message()), queued);
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
      time.begin(node.sent);
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
    time.end(); // An actor that stops does so in its last turn, after which it is not asked again.
    for (var node = queue.poll(); node != null; node = queue.poll()) {
      if (ofTheSimulation && node.sent != null) {
        time.undelivered(node.sent);
      }
      deadLetters.enqueue(owner, node.envelope);
    }
    if (ofTheSimulation) {
      time.closed(this);
    }
  }
}
