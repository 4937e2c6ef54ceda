package swiotlb.study.advise;

/**
 * What a size must reach.
 *
 * @param failures of mappings in one machine's runs, at most
 * @param transientShare of bounced mappings in transient pools, at most
 * @param p99MapNs latency of 99 in a hundred bounced mappings, at most
 * @param p99IsAsked whether somebody asked for that latency; else it is left out, aloud, where no
 *     size reaches it
 * @param growthFactor of the load for which the margin is told
 * @param confidence with which they are met, from 0 to 1
 */
public record Objectives(
    long failures,
    double transientShare,
    long p99MapNs,
    boolean p99IsAsked,
    double growthFactor,
    double confidence) {

  /** Those that hold where nothing else is said. */
  public static final Objectives USUAL = new Objectives(0, 0.001, 20_000, false, 2, 0.95);

  /**
   * Machines of which all must meet them, so that with the confidence as great a part of all does.
   */
  int machines() {
    return (int) Math.ceil(Math.log(1 - confidence) / Math.log(confidence));
  }

  /**
   * The part of all machines that meets them at least, with the confidence, if so many did and none
   * did not.
   */
  public double leastShare(int machines) {
    return Math.pow(1 - confidence, 1.0 / machines);
  }
}
