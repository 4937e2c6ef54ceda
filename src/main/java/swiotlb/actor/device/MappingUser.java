package swiotlb.actor.device;

import swiotlb.actor.pool.MapClient;
import swiotlb.actor.pool.SearchCost;
import swiotlb.kernel.slot.FailureReason;

/** Who wanted a mapping, and goes on when something has come of it. */
interface MappingUser {
  /** The device can use the buffer: through a bounce buffer, or as it is. */
  void mapped(Mapping mapping);

  /** It cannot. */
  void failed(Mapping mapping, MapClient.MapFailed failure);

  /** The bounce buffer is given back. */
  void unmapped(Mapping mapping, MapClient.Unmapped answer);

  /** The coherent memory is given back. */
  default void freed(Mapping mapping) {
    throw new IllegalStateException("mapping " + mapping.id() + " was no coherent memory");
  }

  /** Part of it may be copied. */
  void synced(Mapping mapping, MapClient.Synced answer);

  /** The request sleeps until the allocator has grown or its patience is over. */
  default void waits(Mapping mapping) {
    // Nothing to be done for a mapping on command: no CPU runs it.
  }

  /** The request waits until others that were throttled before it are done. */
  default void throttled(Mapping mapping) {
    // Nothing to be done for a mapping on command: no CPU runs it.
  }

  /**
   * The throttle lets the request go on.
   *
   * @return whether it may be searched for at once; else its user will ask for that
   */
  default boolean admitted(Mapping mapping) {
    return true;
  }

  /** A failure that was decided before or after any search. */
  static MapClient.MapFailed failure(
      Mapping mapping, FailureReason reason, long usedSlots, long totalSlots) {
    return new MapClient.MapFailed(
        mapping.id(), reason, usedSlots, totalSlots, MapClient.NOT_SEARCHED, SearchCost.NONE);
  }
}
