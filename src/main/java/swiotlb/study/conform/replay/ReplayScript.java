package swiotlb.study.conform.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import swiotlb.workload.ftrace.RecordedMapping;

/** What a recording's mappings do, in the order of its lines. Immutable. */
final class ReplayScript {
  /** What happens to a mapping; at one position in this order. */
  enum Kind {
    /** Its slots were taken before the recording begins, or where lines were lost. */
    LIES_THERE,
    /** Its slots must have been taken. */
    COMPARES,
    /** It is requested. */
    DECIDES,
    /** Its slots are given back. */
    RELEASES
  }

  /** A point of the recording at which something happens to a mapping. */
  record Step(long position, Kind kind, Request request) {}

  private final List<Step> steps;

  /** For each step, how many from it on compare with an address or a failure that is known. */
  private final int[] comparedFrom;

  ReplayScript(List<RecordedMapping> mappings, ReplayFacts facts) {
    var inOrder = new ArrayList<Step>();
    for (var m : mappings) {
      var request = Request.of(m, facts);
      if (m.end() == RecordedMapping.BEFORE) {
        inOrder.add(new Step(m.start(), Kind.LIES_THERE, request));
        inOrder.add(new Step(m.release(), Kind.RELEASES, request));
        continue;
      }
      inOrder.add(new Step(m.start(), Kind.DECIDES, request));
      inOrder.add(new Step(m.end(), Kind.COMPARES, request));
      if (m.release() != RecordedMapping.NEVER) {
        inOrder.add(new Step(m.release(), Kind.RELEASES, request));
      }
    }
    inOrder.sort(
        Comparator.comparingLong(Step::position)
            .thenComparing(Step::kind)
            .thenComparingInt(step -> step.request().index()));
    this.steps = List.copyOf(inOrder);
    this.comparedFrom = new int[steps.size() + 1];
    for (var i = steps.size() - 1; i >= 0; i--) {
      var step = steps.get(i);
      var compares =
          step.kind() == Kind.COMPARES
              && step.request().mapping().address() != RecordedMapping.UNKNOWN;
      comparedFrom[i] = comparedFrom[i + 1] + (compares ? 1 : 0);
    }
  }

  int length() {
    return steps.size();
  }

  Step step(int number) {
    return steps.get(number);
  }

  /** How many mappings can still be compared from a step on, at most. */
  int comparedFrom(int number) {
    return comparedFrom[number];
  }
}
