package swiotlb.study.advise;

/**
 * How many machines are run, by what one takes, so that an answer comes in seconds whatever the
 * scenario; not by the clock, so that it is the same each time.
 *
 * @param all at the size that is advised
 * @param few at others
 */
record Effort(int all, int few) {
  /** Messages in all machines of one size: that of the answer, and others. */
  private static final long OF_ANSWER = 2_000_000;

  private static final long OF_OTHERS = 250_000;
  private static final int MOST_OF_OTHERS = 6;

  /** Messages in a machine that takes many seconds by itself. */
  private static final long LONG = 10_000_000;

  /**
   * Of a workload.
   *
   * @param asked machines of the answer; 0: as many as go into seconds
   * @param deliveries of one machine
   */
  static Effort of(Objectives objectives, int asked, double patience, long deliveries) {
    var all = Math.max(2, (long) (patience * OF_ANSWER) / Math.max(1, deliveries));
    var few =
        Math.max(
            deliveries > LONG ? 1 : 2, (long) (patience * OF_OTHERS) / Math.max(1, deliveries));
    return new Effort(
        asked > 0 ? asked : (int) Math.min(objectives.machines(), all),
        (int) Math.min(MOST_OF_OTHERS, few));
  }

  /** Whether one machine is so much that an answer takes minutes. */
  static boolean isLong(long deliveries) {
    return deliveries > LONG;
  }

  /** With more load. */
  int fewOfLoad() {
    return Math.min(2, few);
  }
}
