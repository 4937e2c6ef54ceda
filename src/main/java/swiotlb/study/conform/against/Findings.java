package swiotlb.study.conform.against;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All traces of a kernel compared.
 *
 * @param judgements a trace each, in order
 * @param byRule the differences of each rule, in the order of the rules
 */
public record Findings(List<Judgement> judgements, Map<Rule, List<Found>> byRule) {

  /** A difference and the trace that it is in. */
  public record Found(Judgement in, Difference difference) {}

  /** Traces held against the simulator. */
  public static Findings of(List<GoldenTrace> traces) {
    return ofJudgements(traces.stream().map(Judge::judge).toList());
  }

  /**
   * Traces held against another kernel's of the same names; those without one of the same name are
   * left out.
   */
  public static Findings of(Traces theirs, Traces reference) {
    var judgements = new ArrayList<Judgement>();
    theirs
        .byName()
        .forEach(
            (name, trace) -> {
              var other = reference.byName().get(name);
              if (other != null) {
                judgements.add(Pairing.judge(trace, other));
              }
            });
    return ofJudgements(judgements);
  }

  /** Judgements of single traces put together. */
  static Findings ofJudgements(List<Judgement> judgements) {
    var ordered = Cover.ordered(judgements);
    var byRule = new TreeMap<Rule, List<Found>>();
    for (var judgement : ordered) {
      for (var difference : judgement.differences()) {
        byRule
            .computeIfAbsent(difference.rule(), rule -> new ArrayList<>())
            .add(new Found(judgement, difference));
      }
    }
    return new Findings(ordered, byRule);
  }

  /** How often each saying of a rule was found, in the order in which they came. */
  public Map<String, Integer> sayings(Rule rule) {
    var sayings = new LinkedHashMap<String, Integer>();
    byRule
        .getOrDefault(rule, List.of())
        .forEach(found -> sayings.merge(found.difference().reading().saying(), 1, Integer::sum));
    return sayings;
  }

  /** How many differences of a rule can be read as another rule's as well. */
  public Map<Rule, Integer> alternatives(Rule rule) {
    var alternatives = new TreeMap<Rule, Integer>();
    for (var found : byRule.getOrDefault(rule, List.of())) {
      found.difference().readings().stream()
          .map(Reading::rule)
          .distinct()
          .filter(other -> other != rule)
          .forEach(other -> alternatives.merge(other, 1, Integer::sum));
    }
    return alternatives;
  }

  /** Differences of all rules. */
  public long differences() {
    return judgements.stream().mapToLong(judgement -> judgement.differences().size()).sum();
  }

  /** Operations of all traces. */
  public long operations() {
    return judgements.stream().mapToLong(Judgement::operations).sum();
  }

  /** Operations that were not judged, since something before them could not be followed. */
  public long notJudged() {
    return judgements.stream().mapToLong(Judgement::notJudged).sum();
  }

  /** Operations of the other folder that were not reached. */
  public long notJudgedOfOther() {
    return judgements.stream().mapToLong(Judgement::notJudgedOfOther).sum();
  }

  /** Whether nothing differs and everything was judged. */
  public boolean allEqual() {
    return differences() == 0
        && notJudged() == 0
        && notJudgedOfOther() == 0
        && judgements.stream().allMatch(j -> j.carried() == 0);
  }
}
