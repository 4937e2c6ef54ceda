package swiotlb.actor.pool;

import org.jspecify.annotations.Nullable;
import swiotlb.kernel.slot.PoolGeometry;
import swiotlb.kernel.slot.SlotUnits;

/** The bytes of an area's slots, made when they are first lent. State of one actor. */
final class AreaMemory {
  private final byte[] @Nullable [] slotSets;
  private final int poolSlots;
  private final SlotUnits units;
  private final boolean isChecked;

  /**
   * Nothing lent yet.
   *
   * @param isChecked whether there are bytes at all
   */
  AreaMemory(PoolGeometry pool, boolean isChecked) {
    this.isChecked = isChecked;
    this.poolSlots = pool.slots();
    this.units = pool.units();
    var sets = isChecked ? (int) units.roundUpToSlotSet(poolSlots) / units.setSlots() : 0;
    this.slotSets = new byte[sets][];
  }

  /** The bytes of adjacent slots of one slot set. */
  BounceBuffer lend(int slot, int slots) {
    if (!isChecked) {
      return BounceBuffer.NONE;
    }
    var set = slot / units.setSlots();
    var memory = slotSets[set];
    if (memory == null) {
      var slotsOfSet = Math.min(units.setSlots(), poolSlots - set * units.setSlots());
      memory = new byte[slotsOfSet * units.slotBytes()];
      slotSets[set] = memory;
    }
    var first = slot % units.setSlots();
    return new BounceBuffer(memory, first * units.slotBytes(), slots * units.slotBytes());
  }
}
