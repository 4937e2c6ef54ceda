package swiotlb.study.conform.replay;

/**
 * Where the default pool of a recorded machine lies, and how that is known.
 *
 * @param start its address
 * @param isFromBoot whether the recording begins with the first mapping of all
 * @param lowest the lowest of the addresses that fit the recording equally well
 * @param highest the highest of them
 */
public record PoolPlace(Source source, long start, boolean isFromBoot, long lowest, long highest) {

  /** How a place is known. */
  public enum Source {
    /** Probes in the recording saw slots with their addresses. */
    PROBES,
    /** The operator, or the kernel's log, names it. */
    TOLD,
    /** It fits the recorded addresses best. */
    INFERRED
  }

  /** Known without a doubt. */
  static PoolPlace known(Source source, long start) {
    return new PoolPlace(source, start, false, start, start);
  }

  /** The same of a recording that begins at boot, or does not. */
  PoolPlace fromBoot(boolean beginsAtBoot) {
    return new PoolPlace(source, start, beginsAtBoot, lowest, highest);
  }

  /** Whether other places fit as well. */
  public boolean isDoubtful() {
    return lowest != highest;
  }
}
