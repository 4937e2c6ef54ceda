package swiotlb.figures.statistics;

/**
 * What a figure may be, as far as a number of replications can tell.
 *
 * @param confidence how often such intervals hold what they are about, from 0 to 1
 */
public record Interval(double low, double high, double confidence, Method method) {

  /** How an interval came about. */
  public enum Method {
    /** Of a mean, by Student's distribution. */
    STUDENT("Student's t"),
    /**
     * Of a quotient of two means of pairs, by Fieller's theorem: those quotients that a paired t
     * test does not refuse.
     */
    FIELLER("paired t (Fieller)"),
    /** By drawing the replications again, bias-corrected and accelerated. */
    BOOTSTRAP("bootstrap (BCa)");

    private final String label;

    Method(String label) {
      this.label = label;
    }

    /** For people. */
    public String label() {
      return label;
    }
  }

  /**
   * Ends in order, and a confidence that is one.
   *
   * @throws IllegalArgumentException if they are not
   */
  public Interval {
    if (!(low <= high) || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "no interval: from %s to %s at a confidence of %s".formatted(low, high, confidence));
    }
  }

  /** Whether a value is in it, its ends included. */
  public boolean holds(double value) {
    return low <= value && value <= high;
  }

  /** Half of its length. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  /** The value in it that is farthest from zero, without its sign. */
  public double bound() {
    return Math.max(Math.abs(low), Math.abs(high));
  }
}
