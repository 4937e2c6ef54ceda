package swiotlb.figures.statistics;

/**
 * How many replications are enough: until intervals are narrow, and no more than a budget. It
 * depends on what was measured alone, never on how long that took, so that it decides the same on
 * every machine. What it looks at is how wide an interval is and not where, so that it does not
 * stop at the first difference that chance brings.
 *
 * @param least replications before anything is decided: of one or two nobody knows the spread
 * @param budget replications at most
 * @param precision half of the width of an interval, in parts of what it is about, that is narrow
 *     enough; 0 if the budget is spent in any case
 */
public record StoppingRule(int least, int budget, double precision) {

  /** What is to be done after some replications. */
  public enum Decision {
    /** More of them. */
    GO_ON("it goes on"),
    /** No more: intervals are narrow enough. */
    NARROW("the intervals are narrow enough"),
    /** No more: the budget is spent, and some interval is wider than wished. */
    SPENT("the budget is spent"),
    /** No more: as many as were asked for are there. */
    COMPLETE("as many as were asked for"),
    /** No more: all of them came to the same, and so would others, as far as they can show. */
    NOTHING_RANDOM("all of them came to the same, so that more would hardly show anything else");

    private final String label;

    Decision(String label) {
      this.label = label;
    }

    /** For people: why it stopped. */
    public String label() {
      return label;
    }
  }

  /**
   * A rule that ends.
   *
   * @throws IllegalArgumentException if it does not hold together
   */
  public StoppingRule {
    if (least < 1 || budget < least || !(precision >= 0 && precision < 1)) {
      throw new IllegalArgumentException(
          "at least %d replications, at most %d, to a precision of %s is no rule"
              .formatted(least, budget, precision));
    }
    if (precision > 0 && least < PairedComparison.LEAST_PAIRS) {
      throw new IllegalArgumentException(
          "a precision takes at least %d replications, not %d"
              .formatted(PairedComparison.LEAST_PAIRS, least));
    }
  }

  /** Just so many. */
  public static StoppingRule fixed(int replications) {
    return new StoppingRule(replications, replications, 0);
  }

  /**
   * What to do after so many replications.
   *
   * @param halfWidth of the widest interval, in parts of what it is about; NaN if one is not known
   * @param isRandom whether two replications of any design differ
   */
  public Decision after(int replications, double halfWidth, boolean isRandom) {
    if (replications < least) {
      return Decision.GO_ON;
    }
    if (!isRandom && replications >= PairedComparison.LEAST_PAIRS) {
      return Decision.NOTHING_RANDOM;
    }
    if (precision > 0 && halfWidth <= precision) {
      return Decision.NARROW;
    }
    if (replications < budget) {
      return Decision.GO_ON;
    }
    return precision > 0 ? Decision.SPENT : Decision.COMPLETE;
  }

  /** How many replications there are to be when it is asked next. */
  public int next(int replications) {
    return replications < least
        ? least
        : Math.min(budget, replications + Math.max(2, replications / 4));
  }
}
