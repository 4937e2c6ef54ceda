package swiotlb.kernel.bare;

import swiotlb.kernel.slot.PoolGeometry;

/**
 * Where a live mapping lies.
 *
 * @param pool number of a lasting pool, or {@link #OWN_POOL}
 * @param geometry of that pool
 * @param slot the first reserved one, padding included
 * @param slots all that are reserved
 * @param hintBefore the hint of its area before the decision, or {@link #SETTLED}
 */
public record Buffer(int pool, PoolGeometry geometry, int slot, int slots, int hintBefore) {
  /** A transient pool of its own. */
  public static final int OWN_POOL = -1;

  /** The decision is not taken back any more. */
  static final int SETTLED = -1;

  /** Whether it lies in a transient pool. */
  public boolean isTransient() {
    return pool == OWN_POOL;
  }

  /** Address of the first reserved slot. */
  public long address() {
    return geometry.addressOf(slot);
  }

  Buffer settled() {
    return hintBefore == SETTLED ? this : new Buffer(pool, geometry, slot, slots, SETTLED);
  }
}
