package swiotlb.study.measure;

import java.util.List;
import swiotlb.figures.statistics.StoppingRule;
import swiotlb.workload.Seeds;

/**
 * What is measured, and how.
 *
 * @param configurations the first is the base
 * @param metric by which they are compared
 * @param confidence of all intervals together
 * @param bootstraps whether intervals of differences are those of a bootstrap
 * @param seed from which all others come
 */
public record Plan(
    List<Configuration> configurations,
    Metric metric,
    WarmUpRule warmUp,
    StoppingRule rule,
    double confidence,
    boolean bootstraps,
    long seed) {

  /** Immutable from the start. */
  public Plan {
    configurations = List.copyOf(configurations);
  }

  /** That of a replication, from 1; the same for every configuration. */
  public long seed(int replication) {
    return Seeds.ofReplication(seed, replication);
  }
}
