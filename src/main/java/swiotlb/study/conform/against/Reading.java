package swiotlb.study.conform.against;

/**
 * What a difference can be read as.
 *
 * @param rule the rule that it touches
 * @param saying what the other kernel does otherwise, a sentence without its full stop and without
 *     numbers of the single operation, so that equal readings can be counted
 */
public record Reading(Rule rule, String saying) implements Comparable<Reading> {
  @Override
  public int compareTo(Reading that) {
    var byRule = rule.compareTo(that.rule);
    return byRule != 0 ? byRule : saying.compareTo(that.saying);
  }
}
