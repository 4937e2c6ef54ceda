package swiotlb.time;

import akka.actor.ActorRef;
import akka.dispatch.Envelope;
import akka.dispatch.MessageQueue;
import akka.dispatch.UnboundedMessageQueueSemantics;
import org.jspecify.annotations.Nullable;

/**
 * The mailbox of an actor in virtual time: a ring of messages which, while a trace is written, are
 * stamped with their sender, cause and number when they are put in, and reported when they are
 * taken out.
 */
final class VirtualMailbox implements MessageQueue, UnboundedMessageQueueSemantics, Origin {
  private static final String SIMULATION = "/user";
  private static final Stamp[] NO_STAMPS = {};

  /** What is known of a message besides itself. */
  private record Stamp(long id, long cause, long sentNs, @Nullable Origin from) {}

  private final VirtualTime time;
  private final String path;
  private final boolean ofTheSimulation;
  private @Nullable Envelope[] ring = new Envelope[8];
  private @Nullable Stamp[] stamps;
  private final long spawnedBy;
  private int head;
  private int size;
  private @Nullable Envelope last;

  /**
   * An empty mailbox.
   *
   * @param spawnedBy the message whose handling made the actor
   */
  VirtualMailbox(VirtualTime time, String path, long spawnedBy) {
    this.spawnedBy = spawnedBy;
    this.time = time;
    this.path = path;
    this.ofTheSimulation = path.startsWith(SIMULATION);
    this.stamps = ofTheSimulation && time.isTracing() ? new Stamp[ring.length] : NO_STAMPS;
  }

  @Override
  public String path() {
    return path;
  }

  boolean isOfTheSimulation() {
    return ofTheSimulation;
  }

  /** What makes the actor act while it handles no message: who spawned it. */
  long cause() {
    return spawnedBy;
  }

  /** The message handled last, unwrapped, or null. */
  @Nullable Object lastMessage() {
    return last == null ? null : Wrapped.content(last.message());
  }

  @Override
  public void enqueue(ActorRef receiver, Envelope envelope) {
    time.checkThread();
    if (size == ring.length) {
      grow();
    }
    var place = (head + size++) & (ring.length - 1);
    ring[place] = envelope;
    if (stamps.length > 0) {
      stamps[place] =
          new Stamp(time.nextId(), time.currentId(), time.sendingTimeNs(), time.currentOrigin());
    }
  }

  @Override
  public @Nullable Envelope dequeue() {
    if (size == 0) {
      return null;
    }
    var envelope = ring[head];
    ring[head] = null;
    if (ofTheSimulation && envelope != null) {
      last = envelope;
      reportDelivery(envelope);
    }
    head = (head + 1) & (ring.length - 1);
    size--;
    return envelope;
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
        var stamp = stamps.length > 0 ? stamps[head] : null;
        if (stamp != null) {
          time.undelivered(
              this,
              stamp.id,
              stamp.cause,
              stamp.sentNs,
              stamp.from,
              Wrapped.content(envelope.message()));
        }
        deadLetters.enqueue(owner, envelope);
      }
      head = (head + 1) & (ring.length - 1);
    }
    if (ofTheSimulation) {
      time.closed(this);
    }
  }

  private void reportDelivery(Envelope envelope) {
    var stamp = stamps.length > 0 ? stamps[head] : null;
    if (stamp == null) {
      time.handling(this, 0);
      return;
    }
    stamps[head] = null;
    time.handling(this, stamp.id);
    time.delivered(
        this, stamp.id, stamp.cause, stamp.sentNs, stamp.from, Wrapped.content(envelope.message()));
  }

  private void grow() {
    var larger = new Envelope[ring.length * 2];
    var largerStamps = stamps.length > 0 ? new Stamp[larger.length] : NO_STAMPS;
    for (var i = 0; i < size; i++) {
      var from = (head + i) & (ring.length - 1);
      larger[i] = ring[from];
      if (stamps.length > 0) {
        largerStamps[i] = stamps[from];
      }
    }
    ring = larger;
    stamps = largerStamps;
    head = 0;
  }
}
