package swiotlb.cli.conform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import swiotlb.study.conform.against.Findings;
import swiotlb.study.conform.against.GoldenTrace;
import swiotlb.study.conform.against.Rule;
import swiotlb.study.conform.against.SmallCase;
import swiotlb.study.conform.against.SmallestCases;
import swiotlb.study.conform.against.Traces;

/**
 * What {@code conform} found.
 *
 * @param reference the folder that was held against, or null: the simulator
 * @param cases the smallest case of each rule
 * @param unpaired traces without one of the same name in the other folder
 * @param passedOver what lies in the folders and was not read
 */
record Conformed(
    @Nullable Path reference,
    Findings findings,
    Map<Rule, SmallCase> cases,
    List<GoldenTrace> unpaired,
    List<Path> passedOver) {

  static Conformed of(List<Path> places, @Nullable Path folder) {
    var theirs = Traces.read(places);
    if (folder == null) {
      var findings = Findings.of(theirs.all());
      return new Conformed(
          null, findings, SmallestCases.of(findings), List.of(), theirs.passedOver());
    }
    var reference = Traces.read(List.of(folder));
    var findings = Findings.of(theirs, reference);
    var unpaired = new ArrayList<>(theirs.without(reference));
    unpaired.addAll(reference.without(theirs));
    var passedOver = new ArrayList<>(theirs.passedOver());
    passedOver.addAll(reference.passedOver());
    return new Conformed(
        folder, findings, SmallestCases.of(findings), unpaired, List.copyOf(passedOver));
  }

  /** Whether everything was compared and nothing differs. */
  boolean isAlike() {
    return findings.allEqual()
        && unpaired.isEmpty()
        && findings.judgements().stream().allMatch(j -> j.trace().remarks().isEmpty());
  }

  /** Who decides what is not the traces'. */
  String who() {
    return reference == null ? "the simulator" : "the other folder";
  }
}
