package swiotlb.study.explain;

import java.util.List;

/**
 * All that a log says about bounce buffers.
 *
 * @param lines that tell of a fault, the earliest first; those without a time as they came
 * @param facts lines that tell of none, in the same order
 * @param remarks on how it was read, as sentences
 */
public record Explained(
    List<Explanation> lines, List<Fact> facts, LogReading.Counts counts, List<String> remarks) {
  /** Immutable from the start. */
  public Explained {
    lines = List.copyOf(lines);
    facts = List.copyOf(facts);
    remarks = List.copyOf(remarks);
  }
}
