package swiotlb.actor.pool;

import swiotlb.figures.Sums;

/** The lock of an area as a moment: when it will be free again. */
final class AreaLock {

  /** When a lock will be free, for all who share it. */
  static class Moment {
    /** That of a lock which nobody ever waits for. */
    static final Moment NEVER =
        new Moment() {
          @Override
          void freeAt(long timeNs) {
            // It is free at any time.
          }
        };

    private long freeAtNs;

    void freeAt(long timeNs) {
      freeAtNs = timeNs;
    }
  }

  private final long handoverNs;
  private final Moment moment;
  private long waitedNs;
  private long acquisitions;
  private long contended;

  /** A lock of its own. */
  AreaLock(long handoverNs) {
    this(handoverNs, new Moment());
  }

  /** One of several that share a lock; each counts for itself. */
  AreaLock(long handoverNs, Moment moment) {
    this.handoverNs = handoverNs;
    this.moment = moment;
  }

  /**
   * Takes the lock as soon as it can be had and holds it for a time.
   *
   * @return how long it was waited for
   */
  long hold(long nowNs, long heldNs) {
    var freeAtNs = moment.freeAtNs;
    var waited = freeAtNs > nowNs ? freeAtNs - nowNs + handoverNs : 0;
    moment.freeAt(nowNs + waited + heldNs);
    acquisitions++;
    if (waited > 0) {
      contended++;
      waitedNs = Sums.plus(waitedNs, waited);
    }
    return waited;
  }

  long waitedNs() {
    return waitedNs;
  }

  long acquisitions() {
    return acquisitions;
  }

  long contended() {
    return contended;
  }
}
