package swiotlb.actor.pool;

import akka.actor.typed.ActorRef;
import swiotlb.kernel.slot.FailureReason;
import swiotlb.kernel.slot.PoolGeometry;

/** The protocol of whoever asks for bounce buffers: a device. */
public interface MapClient {
  /** The longest free run where no area was searched. */
  int NOT_SEARCHED = -1;

  /** Anything that a client can be told; a client's own messages extend it. */
  interface Message {}

  /** What the allocator tells a client. */
  sealed interface Reply extends Message {}

  /**
   * The list of pools has changed.
   *
   * @param pools the new list
   */
  record PoolsPublished(PoolList pools) implements Reply {}

  /**
   * A request was served.
   *
   * @param area that owns the slots and takes the unmap
   * @param pool number of the pool, {@link PoolList#TRANSIENT} for a transient one
   * @param geometry of the pool
   * @param slot the first reserved slot, padding included
   * @param hintBefore the hint of the area before
   * @param cost where the time went
   * @param bytes of the reserved slots, lent until the unmap
   * @param left how the area was left
   */
  record Mapped(
      long mapping,
      ActorRef<Area.Command> area,
      int pool,
      PoolGeometry geometry,
      int slot,
      int hintBefore,
      SearchCost cost,
      BounceBuffer bytes,
      Area.Left left)
      implements Reply {
    /** Whether the buffer has a pool of its own. */
    public boolean isTransient() {
      return pool == PoolList.TRANSIENT;
    }
  }

  /** A request waits for the semaphore of the throttle, before any search. */
  record Throttled(long mapping) implements Reply {}

  /**
   * A request that asked the throttle may be searched for.
   *
   * @param holds whether it has the semaphore, which it gives back when it fails or is unmapped
   */
  record Admitted(long mapping, boolean holds) implements Reply {}

  /** A request sleeps until the allocator has grown, or until it has waited long enough. */
  record Waits(long mapping) implements Reply {}

  /**
   * A request was refused for good.
   *
   * @param usedSlots slots in use in the whole allocator at that moment
   * @param totalSlots slots of its lasting pools
   * @param largestFreeRun longest free run within a slot set that the search met, or {@link
   *     #NOT_SEARCHED}
   */
  record MapFailed(
      long mapping,
      FailureReason reason,
      long usedSlots,
      long totalSlots,
      int largestFreeRun,
      SearchCost cost)
      implements Reply {}

  /**
   * Slots were given back.
   *
   * @param releaseNs time for which the area's lock was held
   * @param left how the area was left
   */
  record Unmapped(long mapping, int slots, long releaseNs, Area.Left left) implements Reply {}

  /**
   * Part of a buffer may be copied.
   *
   * @param bytes how much, never beyond the end of the buffer
   * @param originalAddress where in the caller's memory
   */
  record Synced(long mapping, long bytes, long originalAddress) implements Reply {}
}
