package swiotlb.trace.show.view;

import swiotlb.trace.store.TraceMessage;

/**
 * How many messages led to each message, one causing the next. Of the latest four million messages
 * it is known; what was caused by an earlier one begins anew.
 */
final class Chains {
  private static final int REMEMBERED = 1 << 22;

  private final long[] ids = new long[REMEMBERED];
  private final int[] lengths = new int[REMEMBERED];
  private int longest;
  private long lastOfLongest;
  private long endNs;

  void read(TraceMessage message) {
    var cause = place(message.cause());
    var length = message.cause() != 0 && ids[cause] == message.cause() ? lengths[cause] + 1 : 1;
    var place = place(message.id());
    ids[place] = message.id();
    lengths[place] = length;
    if (length > longest) {
      longest = length;
      lastOfLongest = message.id();
      endNs = message.timeNs();
    }
  }

  private static int place(long id) {
    return (int) (id & (REMEMBERED - 1));
  }

  int longest() {
    return longest;
  }

  /** The message at which the longest chain ends. */
  long lastOfLongest() {
    return lastOfLongest;
  }

  long endNs() {
    return endNs;
  }
}
