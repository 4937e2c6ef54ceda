package swiotlb.time;

/** Receives every message between the actors of a simulation. */
public interface MessageSink {

  /**
   * An actor begins to handle a message.
   *
   * @param id positive, rising in the order of sending
   * @param cause the message whose handling sent this one; 0 if no actor sent it
   * @param sentNs when it was sent
   * @param deliveredNs when it is handled
   * @param from path of the sender; empty if no actor sent it
   * @param to path of the receiver
   */
  void delivered(
      long id, long cause, long sentNs, long deliveredNs, String from, String to, Object message);

  /** A message that nobody will handle, since its receiver has stopped or the run has ended. */
  void undelivered(long id, long cause, long sentNs, String from, String to, Object message);
}
