package swiotlb.time;

/**
 * Is shown the actors of a simulation in virtual time, between two turns: all that goes on from.
 */
public interface ActorVisitor {
  /**
   * An actor that is alive. Each is shown before what waits for it.
   *
   * @param path as traces have it
   * @param behavior what it is at
   * @param wantsTurn whether it has something to do
   */
  void actor(String path, Object behavior, boolean wantsTurn);

  /**
   * The behaviour of the actor that was shown last, where another one stands between it and its
   * messages.
   */
  default void behindOther(Object behavior) {
    // Part of the one that was shown.
  }

  /** A message in the mailbox of the actor that was shown last; in their order. */
  void waits(Object message);

  /**
   * A message that is to come later.
   *
   * @param from path of its sender; empty if no actor sent it
   * @param to path of its receiver
   * @param dueNs when it comes, unless messages come in any order
   */
  void comes(String from, String to, Object message, long dueNs);
}
