package swiotlb.trace.store;

/**
 * A message of a stored trace.
 *
 * @param id positive, rising in the order of arrival at mailboxes
 * @param cause the message whose handling sent this one; 0 if none did
 * @param sentNs when it was sent, nanoseconds from the start
 * @param atNs when its handling began, or {@link #UNKNOWN} if nobody handled it
 * @param handledNs how long its handling took in real time; {@link #UNKNOWN} in virtual time, where
 *     handling takes none, and if it never ended
 * @param queued messages that waited in the mailbox before it; {@link #UNKNOWN} in traces of format
 *     1
 * @param from path of the sender below the guardian, which is "/"; empty if no actor sent it
 * @param to path of the receiver
 * @param mapping number of the mapping that it is about: its own, or else that of its cause; {@link
 *     #UNKNOWN} if none
 * @param type with the behaviour that it belongs to, such as {@code Area.MapRequest}
 * @param fields what it says
 */
public record TraceMessage(
    long id,
    long cause,
    long sentNs,
    long atNs,
    long handledNs,
    int queued,
    String from,
    String to,
    long mapping,
    String type,
    Fields fields) {
  /** What is not known, or does not apply. */
  public static final int UNKNOWN = -1;

  /** Whether an actor handled it. */
  public boolean isDelivered() {
    return atNs != UNKNOWN;
  }

  /** Whether it names its mapping itself, and does not only come from one. */
  public boolean namesItsMapping() {
    return fields.mapping() != UNKNOWN;
  }

  /** When it came to its receiver, or, if it did not, when it was sent. */
  public long timeNs() {
    return isDelivered() ? atNs : sentNs;
  }

  /** The last part of its type, such as {@code MapRequest}. */
  public String shortType() {
    return shortType(type);
  }

  /** The last part of a type. */
  static String shortType(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** The same with fields that are text alone: what was parsed of them takes far more memory. */
  public TraceMessage unparsed() {
    return new TraceMessage(
        id,
        cause,
        sentNs,
        atNs,
        handledNs,
        queued,
        from,
        to,
        mapping,
        type,
        new Fields(fields.json()));
  }

  TraceMessage handledFor(long ns) {
    return new TraceMessage(id, cause, sentNs, atNs, ns, queued, from, to, mapping, type, fields);
  }
}
