package swiotlb.scenario;

import swiotlb.kernel.slot.SlotUnits;

/** Reads in which units a kernel was rebuilt to give its pools away. */
final class GeometryReader {
  private static final long LARGEST_BLOCK = 4L << 20;

  private final Settings geometry;

  GeometryReader(Settings geometry) {
    this.geometry = geometry;
  }

  /** What it says, or the units of the published kernels where it is wrong. */
  SlotUnits read() {
    var slotBytes =
        (int)
            geometry.powerOfTwo(
                "slot-bytes", SlotUnits.LEAST_SLOT_BYTES, SlotUnits.MOST_SLOT_BYTES);
    var setSlots =
        geometry.integer("slot-set", SlotUnits.LEAST_SET_SLOTS, SlotUnits.MOST_SET_SLOTS);
    if (Integer.bitCount(setSlots) != 1) {
      geometry.problem(
          "slot-set",
          "is %d slots, not a power of two; it can be %d or %d"
              .formatted(
                  setSlots, Integer.highestOneBit(setSlots), Integer.highestOneBit(setSlots) << 1));
      return SlotUnits.DEFAULT;
    }
    var bytes = (long) slotBytes * setSlots;
    if (bytes > SlotUnits.MOST_MAPPING_BYTES) {
      geometry.problem(
          "slot-set",
          "is %d slots of %d bytes, which make %d MiB; together they can make at most %d MiB"
              .formatted(setSlots, slotBytes, bytes >> 20, SlotUnits.MOST_MAPPING_BYTES >> 20));
      return SlotUnits.DEFAULT;
    }
    if (bytes > LARGEST_BLOCK) {
      geometry.remark(
          "slot-set",
          "makes slot sets of %d MiB, larger than the 4 MiB of a pool that is added: such a pool serves no mapping that needs more"
              .formatted(bytes >> 20));
    }
    return new SlotUnits(slotBytes, setSlots);
  }
}
