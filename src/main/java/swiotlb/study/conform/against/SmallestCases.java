package swiotlb.study.conform.against;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import swiotlb.study.conform.against.Findings.Found;

/** The smallest case of each rule: of its earliest differences, each made small. */
public final class SmallestCases {
  /** Later ones have more before them, which rarely can all be dropped. */
  private static final int TRIED = 6;

  private SmallestCases() {}

  /** A case for each rule that is touched. */
  public static Map<Rule, SmallCase> of(Findings findings) {
    var cases = new TreeMap<Rule, SmallCase>();
    findings.byRule().forEach((rule, found) -> of(found).ifPresent(c -> cases.put(rule, c)));
    return cases;
  }

  /** Of differences in which the other folder departs from the simulator there is none here. */
  private static Optional<SmallCase> of(List<Found> found) {
    return found.stream()
        .filter(f -> !f.difference().reading().saying().startsWith(Pairing.OTHER))
        .sorted(Comparator.comparingInt(f -> f.difference().index()))
        .limit(TRIED)
        .map(f -> Shrinker.shrink(f.in().trace(), f.difference()))
        .min(
            Comparator.comparingInt(SmallCase::earlier)
                .thenComparingInt(small -> small.kept().size()));
  }
}
