package swiotlb.actor.pool;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;

/**
 * Which slots of a pool one actor has in use, at one moment.
 *
 * @param pool its number, or {@link PoolList#TRANSIENT}
 * @param geometry of the whole pool
 * @param firstArea number of the actor's first area in the pool
 * @param used a copy with a bit for each slot of the pool that the actor owns and that is in use;
 *     none where its areas are disabled
 * @param lockWaitNs of each of its areas: for how long its lock was waited for
 * @param tenant whose buffer a transient pool has; null while it has none, and of lasting pools
 */
public record SlotUse(
    int pool,
    PoolGeometry geometry,
    int firstArea,
    BitSet used,
    List<Long> lockWaitNs,
    @Nullable Tenant tenant) {

  /** Immutable but for the bits. */
  public SlotUse {
    lockWaitNs = List.copyOf(lockWaitNs);
  }

  /**
   * Who has the one buffer of a transient pool.
   *
   * @param path of the device
   * @param sinceNs when it hears of the buffer
   */
  public record Tenant(String path, long sinceNs) {}
}
