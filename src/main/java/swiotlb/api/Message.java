package swiotlb.api;

import java.util.Optional;
import java.util.OptionalLong;
import swiotlb.trace.store.Fields;
import swiotlb.trace.store.TraceMessage;

/**
 * A message between two actors, as a trace has it.
 *
 * @param id positive, rising in the order of arrival at mailboxes
 * @param cause the message whose handling sent this one; absent if none did
 * @param sentNs when it was sent, nanoseconds from the start
 * @param atNs when its handling began; absent if nobody handled it
 * @param from path of the sender, such as {@code /device-sata0}; empty if no actor sent it
 * @param to path of the receiver, such as {@code /allocator/pool-0/area-1}
 * @param mapping number of the mapping that it is about: its own, or else that of its cause
 * @param type with the behaviour that it belongs to, such as {@code Area.MapRequest}
 * @param fields what it says, as a JSON object
 */
public record Message(
    long id,
    OptionalLong cause,
    long sentNs,
    OptionalLong atNs,
    String from,
    String to,
    OptionalLong mapping,
    String type,
    String fields) {

  static Message of(TraceMessage stored) {
    return new Message(
        stored.id(),
        stored.cause() == 0 ? OptionalLong.empty() : OptionalLong.of(stored.cause()),
        stored.sentNs(),
        known(stored.atNs()),
        stored.from(),
        stored.to(),
        known(stored.mapping()),
        stored.type(),
        stored.fields().json());
  }

  private static OptionalLong known(long value) {
    return value == TraceMessage.UNKNOWN ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /**
   * A field that is an integer, or one within another: {@code request.demand.slots}.
   *
   * @throws swiotlb.input.InputException if the fields are no JSON
   */
  public OptionalLong number(String path) {
    var node = new Fields(fields).at(path);
    return node.isIntegralNumber() ? OptionalLong.of(node.longValue()) : OptionalLong.empty();
  }

  /**
   * A field that is a text, such as the name of a reason or the path of an actor.
   *
   * @throws swiotlb.input.InputException if the fields are no JSON
   */
  public Optional<String> text(String path) {
    return new Fields(fields).text(path);
  }
}
