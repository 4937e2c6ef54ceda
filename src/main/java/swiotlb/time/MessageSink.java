package swiotlb.time;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
   * A message has come to a mailbox, and will be handled after those that are there. Told in
   * virtual time only, as are the next three.
   */
  default void arrived(Sent sent) {
    // Of interest to those who tell states apart.
  }

  /** An actor has its turn, whether or not it handles a message in it. */
  default void turn(String path) {
    // Of interest to those who tell states apart.
  }

  /**
   * A message is to come to a mailbox later.
   *
   * @param by who sends it, and on what occasion; null if no actor does
   * @param to gives the path of its receiver
   * @param dueNs when it will come
   */
  default void scheduled(@Nullable Handling by, Supplier<String> to, long dueNs) {
    // Of interest to those who tell states apart.
  }

  /**
   * An actor has read what others share with it beside messages.
   *
   * @param by who, and on what occasion
   * @param value which differs where what it read does
   */
  default void saw(Handling by, long value) {
    // Of interest to those who tell orders apart.
  }

  /** The actor that has its turn changes what others read beside messages. */
  default void changed() {
    // Of interest to those who leave orders out.
  }

  /** An actor has stopped. */
  default void stopped(String path) {
    // Of interest to those who leave orders out.
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
