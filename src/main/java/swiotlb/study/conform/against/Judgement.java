package swiotlb.study.conform.against;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trace held against the simulator.
 *
 * @param equal operations that are answered alike
 * @param carried read-outs that differ by as much as the one before
 * @param differences in the order of the trace
 * @param notJudged operations after one that could not be followed
 * @param notJudgedOfOther operations of the trace that it is held against which were not reached
 * @param unfollowed why it could not, or null
 */
public record Judgement(
    GoldenTrace trace,
    int equal,
    int carried,
    List<Difference> differences,
    int notJudged,
    int notJudgedOfOther,
    @Nullable String unfollowed) {

  /** Immutable from the start. */
  public Judgement {
    differences = List.copyOf(differences);
  }

  /** Operations of the trace. */
  public int operations() {
    return trace.operations().size();
  }

  Judgement with(List<Difference> ordered) {
    return new Judgement(trace, equal, carried, ordered, notJudged, notJudgedOfOther, unfollowed);
  }
}
