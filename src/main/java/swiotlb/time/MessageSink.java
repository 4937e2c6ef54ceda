package swiotlb.time;

/** Receives every message between the actors of a simulation. */
public interface MessageSink {
  /** The correlation of a message that is about nothing in particular. */
  long UNCORRELATED = -1;

  /**
   * What a message is about, asked when it is sent.
   *
   * @param ofCause what the message that caused it is about, or {@link #UNCORRELATED}
   */
  default long correlation(Object message, long ofCause) {
    return ofCause;
  }

  /**
   * An actor begins to handle a message.
   *
   * @param atNs when
   */
  void delivered(Sent sent, long atNs);

  /**
   * An actor has handled a message; told of real threads only, since in virtual time that takes no
   * time.
   *
   * @param atNs when it began
   * @param ns how long it took
   */
  default void handled(Sent sent, long atNs, long ns) {
    // Of interest to those who care for real time.
  }

  /** A message that nobody will handle, since its receiver has stopped or the run has ended. */
  void undelivered(Sent sent);
}
