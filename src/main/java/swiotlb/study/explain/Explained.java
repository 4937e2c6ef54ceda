package swiotlb.study.explain;

import java.util.List;

/**
 * All that a log says about bounce buffers.
 *
 * @param lines that tell of a fault, the earliest first; those without a time as they came
 * @param facts lines that tell of none, in the same order
 * @param use what "swiotlb buffer is full" says of the pool, of lines that have a time, the
 *     earliest first
 * @param remarks on how it was read, as sentences
 */
public record Explained(
    List<Explanation> lines,
    List<Fact> facts,
    List<Use> use,
    LogReading.Counts counts,
    List<String> remarks) {

  /**
   * Slots in use at a moment.
   *
   * @param seconds since boot, or since some moment where the log has only clocks
   */
  public record Use(double seconds, long total, long used) {}

  /** Immutable from the start. */
  public Explained {
    lines = List.copyOf(lines);
    facts = List.copyOf(facts);
    use = List.copyOf(use);
    remarks = List.copyOf(remarks);
  }
}
