package swiotlb.workload.ftrace;

import java.util.BitSet;

/** Which CPUs wrote the lines of a recording. Not thread-safe. */
final class LineCpus {
  private final BitSet seen = new BitSet();
  private long lineOfHighest;

  void line(int cpu, long number) {
    if (seen.isEmpty() || cpu >= seen.length()) {
      lineOfHighest = number;
    }
    seen.set(cpu);
  }

  /** The highest number of any; 0 if there are no lines. */
  int highest() {
    return Math.max(0, seen.length() - 1);
  }

  /**
   * What they tell.
   *
   * @param said how many CPUs something else says there are, or 0
   */
  Recording.LineCpus told(int said) {
    return new Recording.LineCpus(highest(), lineOfHighest, seen.cardinality(), said);
  }
}
