package swiotlb.workload;

/**
 * Requests of which each comes so many times at its time, or, where the factor is no whole number,
 * some once more than others.
 *
 * @param requests each of them once
 * @param factor how often, above 0
 */
record RepeatedRequests(ArrivingRequests requests, double factor) implements ArrivingRequests {
  /**
   * As it is.
   *
   * @throws IllegalArgumentException if the factor is not above 0
   */
  RepeatedRequests {
    if (!(factor > 0 && factor < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("so many times: " + factor);
    }
  }

  @Override
  public long count() {
    return upTo(requests.count());
  }

  /** How many come of the first so many. */
  private long upTo(long first) {
    return (long) Math.floor(first * factor);
  }

  @Override
  public long longestPauseNs() {
    return factor >= 1
        ? requests.longestPauseNs()
        : (long) (requests.longestPauseNs() * Math.ceil(1 / factor));
  }

  @Override
  public Opened open() {
    return new Reading();
  }

  private final class Reading implements Opened {
    private final Opened each = requests.open();
    private long passed;
    private long left = upTo(1);

    Reading() {
      skip();
    }

    /** Those that come no time. */
    private void skip() {
      while (left == 0 && each.hasRequest()) {
        each.advance();
        passed++;
        left = upTo(passed + 1) - upTo(passed);
      }
    }

    @Override
    public boolean hasRequest() {
      return each.hasRequest();
    }

    @Override
    public long atNs() {
      return each.atNs();
    }

    @Override
    public int thread() {
      return each.thread();
    }

    @Override
    public long bytes() {
      return each.bytes();
    }

    @Override
    public Direction direction() {
      return each.direction();
    }

    @Override
    public void advance() {
      left--;
      skip();
    }

    @Override
    public void close() {
      each.close();
    }
  }
}
