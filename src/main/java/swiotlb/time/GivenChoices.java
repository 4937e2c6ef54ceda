package swiotlb.time;

/**
 * Choices that were made before. Where they do not fit the run any more, since something in it was
 * changed, the nearest that does; after the last one, everything in order.
 */
public final class GivenChoices implements Choices {
  private final long[] given;
  private int next;

  /**
   * Choices from the beginning of a run on.
   *
   * @param given as {@link RecordedChoices#made} tells them
   */
  public GivenChoices(long... given) {
    this.given = given.clone();
  }

  @Override
  public int turn(Runnables runnables) {
    return (int) Math.min(next(), runnables.size() - 1L);
  }

  @Override
  public long lateness(long delayNs) {
    return next();
  }

  @Override
  public boolean happens(String what, double probability) {
    return next() > 0;
  }

  private long next() {
    return next < given.length ? Math.max(0, given[next++]) : 0;
  }
}
