package swiotlb.figures.statistics;

/**
 * A difference that was published with the spread of the runs behind it, in parts of the base: of
 * the base kernel and of another one some runs each, of which the coefficient of variation was
 * told.
 *
 * @param runs of each
 * @param difference {@code (other - base) / base}; 0 if only a bound of it was told
 * @param bound if it was told as less than this, else 0
 */
public record PublishedDifference(
    int runs, double variationOfBase, double variation, double difference, double bound) {

  /**
   * How far it may be from what it would come to with many runs. A mean of n runs with coefficient
   * of variation v has a relative error of {@code v / sqrt(n)}; that of a quotient of two such
   * means is the root of the sum of squares of theirs, times the quotient, {@code 1 + difference}:
   * <br>
   * {@code (1 + difference) * sqrt(variation² / n + variationOfBase² / n)}. <br>
   * Where only a bound was told the difference is taken as 0 with that error besides.
   */
  public double standardError() {
    var ofMeans =
        (1 + difference)
            * Math.sqrt(variation * variation / runs + variationOfBase * variationOfBase / runs);
    return Math.hypot(ofMeans, bound);
  }

  /** By how many of its standard errors another value is above it. */
  public double z(double other) {
    return (other - difference) / standardError();
  }
}
