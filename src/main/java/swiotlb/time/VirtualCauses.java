package swiotlb.time;

import org.jspecify.annotations.Nullable;

/** Who is at what in virtual time: numbers messages, and knows what caused each. */
final class VirtualCauses {
  private final VirtualActors actors;
  private @Nullable MessageSink sink;
  private @Nullable Handling current;
  private long lastId;

  /** Nothing sent yet. */
  VirtualCauses(VirtualActors actors, @Nullable MessageSink sink) {
    this.actors = actors;
    this.sink = sink;
  }

  /**
   * From now on messages are numbered and reported, or are not.
   *
   * @param heardBy null: nobody
   * @param sent so many until now, numbered or not
   */
  void reportTo(@Nullable MessageSink heardBy, long sent) {
    sink = heardBy;
    lastId = sent;
  }

  /** Messages sent so far, if all of them were numbered. */
  long lastId() {
    return lastId;
  }

  @Nullable Handling current() {
    return current;
  }

  void at(@Nullable Handling handling) {
    current = handling;
  }

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
    var mailbox = actors.ofStopped(end.path());
    var handled = mailbox == null ? null : mailbox.lastHandling();
    return handled == null ? otherwise : handled;
  }

  void delivered(Sent sent, long nowNs) {
    if (sink != null) {
      sink.delivered(sent, nowNs);
    }
  }

  void undelivered(Sent sent) {
    if (sink != null) {
      sink.undelivered(sent);
    }
  }
}
