package swiotlb.workload.ftrace;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether the lines of a recording stand in the order of their times. Those of one CPU always do;
 * of several a recorder that prints while it records may let some pass others by a little. Not
 * thread-safe.
 */
final class LineTimes {
  /** By how much the lines of different CPUs may stand in another order. */
  private static final long TOLERANCE_NS = 100_000_000;

  private final Map<Integer, Long> ofCpus = new HashMap<>();
  private long latest = Long.MIN_VALUE;
  private long goesBack;
  private long line;
  private long byNs;

  void line(int cpu, long timeNs, long number) {
    var own = ofCpus.put(cpu, timeNs);
    var back = Math.max(own == null ? 0 : own - timeNs, 0);
    if (latest != Long.MIN_VALUE && latest - timeNs > TOLERANCE_NS) {
      back = latest - timeNs;
    }
    if (back == 0) {
      latest = Math.max(latest, timeNs);
      return;
    }
    goesBack++;
    if (goesBack == 1) {
      line = number;
      byNs = back;
    }
    // From here on time counts anew, so that a second recording is one step back and not many.
    if (latest - timeNs > TOLERANCE_NS) {
      ofCpus.clear();
      ofCpus.put(cpu, timeNs);
      latest = timeNs;
    }
  }

  Recording.Order order() {
    return goesBack == 0 ? Recording.Order.KEPT : new Recording.Order(goesBack, line, byNs);
  }
}
