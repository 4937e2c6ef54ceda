package swiotlb.actor.pool;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.Slots;

/** The bytes of an area's slots, made when they are first lent. State of one actor. */
final class AreaMemory {
  private final byte[] @Nullable [] slotSets;
  private final int poolSlots;
  private final boolean isChecked;

  /**
   * Nothing lent yet.
   *
   * @param isChecked whether there are bytes at all
   */
  AreaMemory(PoolGeometry pool, boolean isChecked) {
    this.isChecked = isChecked;
    this.poolSlots = pool.slots();
    var sets = isChecked ? (pool.slots() + Slots.SLOT_SET_SLOTS - 1) / Slots.SLOT_SET_SLOTS : 0;
    this.slotSets = new byte[sets][];
  }

  /** The bytes of adjacent slots of one slot set. */
  BounceBuffer lend(int slot, int slots) {
    if (!isChecked) {
      return BounceBuffer.NONE;
    }
    var set = slot / Slots.SLOT_SET_SLOTS;
    var memory = slotSets[set];
    if (memory == null) {
      var slotsOfSet = Math.min(Slots.SLOT_SET_SLOTS, poolSlots - set * Slots.SLOT_SET_SLOTS);
      memory = new byte[slotsOfSet * Slots.SLOT_BYTES];
      slotSets[set] = memory;
    }
    var first = slot % Slots.SLOT_SET_SLOTS;
    return new BounceBuffer(memory, first * Slots.SLOT_BYTES, slots * Slots.SLOT_BYTES);
  }
}
