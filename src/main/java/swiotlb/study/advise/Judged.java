package swiotlb.study.advise;

/**
 * An objective and what a size came to.
 *
 * @param name as options name it
 * @param limit that it must not pass
 * @param mean of all machines; NaN where there is none
 * @param bound that the mean does not pass, with the confidence
 * @param isMet whether the bound keeps to the limit
 */
public record Judged(String name, double limit, double mean, double bound, boolean isMet) {
  /** Mappings that fail. */
  public static final String FAILURES = "failures";

  /** Bounced mappings in transient pools. */
  public static final String TRANSIENT_SHARE = "transient-share";

  /** Latency of bounced mappings. */
  public static final String P99_MAP = "p99-map";
}
