package swiotlb.actor.pool;

import swiotlb.kernel.policy.LockPolicy;

/** The locks of an allocator's areas: one for each of them, one for all, or none. */
public final class Locks {
  private final LockPolicy policy;
  private final AreaLock.Moment ofAll = new AreaLock.Moment();

  /**
   * Locks that nobody holds.
   *
   * @param policy {@link LockPolicy#ONE} where one thread runs all areas, since they share it
   */
  public Locks(LockPolicy policy) {
    this.policy = policy;
  }

  /** The lock of one more area. */
  AreaLock next(long handoverNs) {
    return switch (policy) {
      case AREAS -> new AreaLock(handoverNs);
      case ONE -> new AreaLock(handoverNs, ofAll);
      case FREE -> new AreaLock(0, AreaLock.Moment.NEVER);
    };
  }
}
