package swiotlb.trace.life;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import swiotlb.trace.store.TraceMessage;

/**
 * The life of a mapping.
 *
 * @param mapping its number
 * @param messages that name it, and those by which one of them led to the next, in order
 * @param asides what else it caused, such as growth and the end of a grace period, in order
 */
public record Life(long mapping, List<TraceMessage> messages, List<TraceMessage> asides) {

  /** Immutable from the start. */
  public Life {
    messages = List.copyOf(messages);
    asides = List.copyOf(asides);
  }

  /**
   * Tells what belongs to a mapping from what it caused besides.
   *
   * @param all messages that are about the mapping, in the order of the trace
   */
  public static Life of(long mapping, List<TraceMessage> all) {
    var onTheWay = new HashSet<Long>();
    for (var i = all.size() - 1; i >= 0; i--) {
      var message = all.get(i);
      if (message.namesItsMapping() || onTheWay.contains(message.id())) {
        onTheWay.add(message.id());
        onTheWay.add(message.cause());
      }
    }
    var messages = new ArrayList<TraceMessage>();
    var asides = new ArrayList<TraceMessage>();
    all.forEach(m -> (onTheWay.contains(m.id()) ? messages : asides).add(m));
    return new Life(mapping, messages, asides);
  }
}
