package swiotlb.kernel.policy;

/** Which locks keep CPUs apart that search for slots. */
public enum LockPolicy {
  /** One for each area. */
  AREAS,
  /** One for all areas of an allocator. */
  ONE,
  /** None is ever waited for, and taking one costs nothing. */
  FREE
}
