package swiotlb.study.conform.against;

import java.util.List;
import swiotlb.workload.golden.GoldenOp;

/**
 * An operation that the simulator, from the recorded state, decides otherwise.
 *
 * @param index of the operation in its trace, from 0; -1 for what the header says
 * @param line of the file, from 1
 * @param operation in words
 * @param recorded what the other kernel answered
 * @param got what the simulator answers
 * @param readings what it can be read as, at least one; once a whole folder was judged, the first
 *     is the one that reads most differences
 */
public record Difference(
    int index, long line, String operation, String recorded, String got, List<Reading> readings) {

  /** Immutable from the start. */
  public Difference {
    readings = List.copyOf(readings);
  }

  /**
   * Of an operation.
   *
   * @param index of it in its trace, from 0
   * @param got what was decided instead of what it expects
   */
  static Difference of(int index, GoldenOp op, Object got, List<Reading> readings) {
    return new Difference(
        index, op.line(), Words.of(op), op.expected().toString(), got.toString(), readings);
  }

  /** What it is read as. */
  public Reading reading() {
    return readings.get(0);
  }

  /** The rule that it touches. */
  public Rule rule() {
    return reading().rule();
  }

  Difference with(List<Reading> ordered) {
    return new Difference(index, line, operation, recorded, got, ordered);
  }
}
