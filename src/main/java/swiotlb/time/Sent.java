package swiotlb.time;

/**
 * A message as it was sent.
 *
 * @param id positive, rising in the order of arrival at mailboxes
 * @param cause the message whose handling sent this one; 0 if no actor sent it
 * @param correlation what it is about, as {@link MessageSink#correlation} says
 * @param sentNs when it was sent
 * @param queued messages that waited in the mailbox before it
 * @param from path of the sender; empty if no actor sent it
 * @param to path of the receiver
 */
public record Sent(
    long id,
    long cause,
    long correlation,
    long sentNs,
    int queued,
    String from,
    String to,
    Object message) {}
