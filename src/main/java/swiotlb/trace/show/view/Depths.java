package swiotlb.trace.show.view;

import java.util.Map;
import swiotlb.trace.life.Latest;
import swiotlb.trace.store.TraceMessage;

/**
 * How many of the messages before it, about the same mapping, led to a message. Of the messages
 * before it the latest are remembered; what was caused by an earlier one begins anew.
 */
final class Depths {
  private static final int REMEMBERED = 1 << 16;

  private record Place(int depth, long mapping, String type) {}

  private final Map<Long, Place> places = Latest.of(REMEMBERED);

  int of(TraceMessage message) {
    var cause = places.get(message.cause());
    var depth = 0;
    if (cause != null && cause.mapping == message.mapping()) {
      // What is passed on stays where it is, so that long searches do not run off the screen.
      depth = cause.type.equals(message.type()) ? cause.depth : cause.depth + 1;
    }
    places.put(message.id(), new Place(depth, message.mapping(), message.type()));
    return depth;
  }
}
