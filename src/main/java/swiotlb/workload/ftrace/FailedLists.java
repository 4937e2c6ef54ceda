package swiotlb.workload.ftrace;

import java.util.ArrayList;
import java.util.List;

/**
 * Lists of buffers for which the kernel found no slots. They leave their bounces and nothing else:
 * the last buffer failed, and those before it were given back before the next line of its CPU. They
 * are taken to be held until then, since the kernel first says that it is full, which may take
 * long.
 */
final class FailedLists {
  private FailedLists() {}

  /**
   * Marks bounces that no list event names as lists that failed, one after the other.
   *
   * @param bounces of one device on one CPU, in their order
   */
  static void close(List<MappingBuilder> bounces) {
    attempts(bounces).forEach(FailedLists::ranOut);
  }

  /**
   * The same where an event says that a list failed for another reason: all its buffers had slots.
   *
   * @param position of that event
   */
  static void closeFound(List<MappingBuilder> bounces, long position, long timeNs) {
    var attempts = attempts(bounces);
    for (var i = 0; i < attempts.size() - 1; i++) {
      ranOut(attempts.get(i));
    }
    if (!attempts.isEmpty()) {
      for (var buffer : attempts.get(attempts.size() - 1)) {
        buffer.isPaired = true;
        buffer.release(position, timeNs);
      }
    }
  }

  /** A buffer that comes again begins the next attempt. */
  private static List<List<MappingBuilder>> attempts(List<MappingBuilder> bounces) {
    var attempts = new ArrayList<List<MappingBuilder>>();
    for (var bounce : bounces) {
      var first = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).get(0);
      if (first == null || bounce.is(first.device, first.originalAddress, first.sizeBytes)) {
        attempts.add(new ArrayList<>());
      }
      attempts.get(attempts.size() - 1).add(bounce);
    }
    return attempts;
  }

  private static void ranOut(List<MappingBuilder> attempt) {
    var failed = attempt.get(attempt.size() - 1);
    var until = failed.hasEnd() ? failed.end : failed.start;
    for (var buffer : attempt) {
      buffer.isPaired = true;
      buffer.release(until, failed.requestNs);
    }
    failed.address = RecordedMapping.FAILED;
    failed.release(RecordedMapping.NEVER, RecordedMapping.NEVER);
  }
}
