package swiotlb.time;

/**
 * The longest mailbox of the actors of a simulation so far.
 *
 * @param actor path of the first of them to have so many
 * @param messages that waited at a time
 */
public record LongestMailbox(String actor, int messages) {
  /** No message has waited yet. */
  public static final LongestMailbox NONE = new LongestMailbox("", 0);

  /** The longer of two; this one if they are alike. */
  public LongestMailbox longer(LongestMailbox other) {
    return other.messages > messages ? other : this;
  }
}
