package swiotlb.figures.statistics;

/** What came of a comparison. */
public enum Finding {
  /** The figure is higher than that of the base, and the interval says so. */
  HIGHER,
  /** The figure is lower than that of the base, and the interval says so. */
  LOWER,
  /** The interval holds zero: no difference could be shown. */
  UNDECIDED,
  /** Both have the same figure in every replication. */
  EQUAL,
  /** Each has one figure in all replications, and they differ: nothing in them is random. */
  FIXED,
  /** There are not enough replications to compare. */
  TOO_FEW,
  /** The base is zero, or may be, and nothing can be told in parts of it. */
  NO_BASE,
  /** A replication has no figure. */
  NO_FIGURE;

  /** Whether a difference is supported. */
  public boolean isDifference() {
    return this == HIGHER || this == LOWER || this == FIXED;
  }
}
