package swiotlb.study.conform.against;

import java.util.List;

/**
 * A difference with as few operations before it as can be.
 *
 * @param of the trace that it is from
 * @param kept operations of the trace, ascending; the last is the one that differs
 * @param difference as it is in the whole trace
 * @param earlier other operations that stay and differ as well
 * @param isTriedOut every single operation was tried; else the trials that are allowed were used up
 *     and it may not be the smallest
 */
public record SmallCase(
    GoldenTrace of, List<Integer> kept, Difference difference, int earlier, boolean isTriedOut) {

  /** Immutable from the start. */
  public SmallCase {
    kept = List.copyOf(kept);
  }

  /** It as a trace of its own. */
  public GoldenTrace trace() {
    return new GoldenTrace(
        of.file(),
        of.header(),
        CaseText.header(this),
        kept.stream().map(of.operations()::get).toList(),
        kept.stream().map(of.texts()::get).toList(),
        List.of());
  }

  /** It as a golden file. */
  public String text() {
    var trace = trace();
    return trace.headerText() + "\n" + String.join("\n", trace.texts()) + "\n";
  }
}
