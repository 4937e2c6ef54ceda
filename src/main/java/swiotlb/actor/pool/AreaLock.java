package swiotlb.actor.pool;

import swiotlb.figures.Sums;

/** The lock of an area as a moment: when it will be free again. */
final class AreaLock {
  private final long handoverNs;
  private long freeAtNs;
  private long waitedNs;
  private long acquisitions;
  private long contended;

  AreaLock(long handoverNs) {
    this.handoverNs = handoverNs;
  }

  /**
   * Takes the lock as soon as it can be had and holds it for a time.
   *
   * @return how long it was waited for
   */
  long hold(long nowNs, long heldNs) {
    var waited = freeAtNs > nowNs ? freeAtNs - nowNs + handoverNs : 0;
    freeAtNs = nowNs + waited + heldNs;
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
