package swiotlb.actor.device;

import java.util.NoSuchElementException;
import swiotlb.workload.Direction;

/** Requests that wait, eight bytes each, in the order in which they came. State of one device. */
final class SizeQueue {
  private static final int AT_FIRST = 16;

  private long[] requests = new long[AT_FIRST];
  private int first;
  private int length;

  /** Adds one behind the others. */
  void add(long bytes, Direction direction) {
    if (length == requests.length) {
      var larger = new long[2 * length];
      for (var i = 0; i < length; i++) {
        larger[i] = requests[(first + i) % length];
      }
      requests = larger;
      first = 0;
    }
    requests[(first + length++) % requests.length] =
        (bytes << 1) | (direction.isWrittenByDevice() ? 1 : 0);
  }

  /** Whether the device writes the buffer of the first one. */
  boolean isWrittenByDevice() {
    return (requests[present()] & 1) == 1;
  }

  /** Takes the first one out, and says how many bytes it has. */
  long remove() {
    var bytes = requests[present()] >> 1;
    first = (first + 1) % requests.length;
    length--;
    return bytes;
  }

  private int present() {
    if (length == 0) {
      throw new NoSuchElementException("no request waits");
    }
    return first;
  }
}
