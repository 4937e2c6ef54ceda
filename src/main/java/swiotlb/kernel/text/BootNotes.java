package swiotlb.kernel.text;

import java.util.ArrayList;
import java.util.List;
import swiotlb.kernel.slot.SlotUnits;

/** What became of a wish for a default pool, where that is not what was asked for; in sentences. */
public final class BootNotes {
  private static final int MIB_SHIFT = 20;
  private static final int GIB_SHIFT = 30;

  private BootNotes() {}

  /**
   * Of a pool that the kernel wanted to make.
   *
   * @param wish what it would have had with memory without end
   * @param sizing what it had
   * @param encrypted whether the guest sized it by its memory
   * @param reduced whether the architecture sized it by its memory, since only small buffers bounce
   * @param where the memory was searched, such as "below 4 GiB"
   */
  public static List<String> of(
      SwiotlbParameter parameter,
      BootSizing wish,
      BootSizing sizing,
      boolean encrypted,
      boolean reduced,
      String where) {
    var notes = new ArrayList<String>();
    if (parameter.noforce()) {
      return notes;
    }
    var units = parameter.units();
    var byMemory = encrypted && parameter.hasDefaultSlots();
    if (byMemory && parameter.asked() >= 0) {
      notes.add(
          "%s, so that they count as not written: the guest takes %s by its memory"
              .formatted(isDefault(parameter), size(units.toBytes(wish.defaultSlots()))));
    } else if (reduced && parameter.asked() >= 0) {
      notes.add(
          "%s, so that they count as not written: %s, 1 MiB for each GiB of memory, where only small buffers bounce"
              .formatted(isDefault(parameter), size(units.toBytes(wish.defaultSlots()))));
    } else if (!byMemory && parameter.asked() >= 0 && parameter.asked() != wish.defaultSlots()) {
      notes.add(
          "%s %d (%s)%s"
              .formatted(
                  parameter.asked() == 1 ? "1 slot becomes" : parameter.asked() + " slots become",
                  wish.defaultSlots(),
                  size(units.toBytes(wish.defaultSlots())),
                  why(units, wish)));
    }
    if (parameter.asked() < 0
        && !byMemory
        && !reduced
        && wish.defaultSlots() != parameter.defaultSlots()) {
      notes.add(
          "no slots are written; they become %d (%s)%s"
              .formatted(
                  wish.defaultSlots(), size(units.toBytes(wish.defaultSlots())), why(units, wish)));
    }
    if (wish.defaultSlots() == 0) {
      notes.add("no slots are asked for: there is no pool, and none ever grows");
    } else if (sizing.slots() == 0) {
      notes.add(
          "%s asked, and not even %s fits %s: there is no pool, and none ever grows"
              .formatted(
                  size(units.toBytes(wish.defaultSlots())),
                  size(Math.max(units.toBytes(units.minPoolSlots()), units.maxMappingBytes())),
                  where));
    } else if (sizing.slots() < wish.defaultSlots()) {
      notes.add(
          "%s asked, %s fits %s"
              .formatted(
                  size(units.toBytes(wish.defaultSlots())),
                  size(units.toBytes(sizing.slots())),
                  where));
    }
    if (sizing.slots() > 0 && sizing.areas() < wish.defaultAreas()) {
      notes.add(
          "%d areas become %d in that pool, a slot set for each; searches and growth keep %d"
              .formatted(wish.defaultAreas(), sizing.areas(), wish.defaultAreas()));
    }
    return notes;
  }

  private static String isDefault(SwiotlbParameter parameter) {
    return parameter.asked() == parameter.defaultSlots()
        ? "%d slots are the default".formatted(parameter.asked())
        : "%d slots become %d, the default".formatted(parameter.asked(), parameter.defaultSlots());
  }

  private static String why(SlotUnits units, BootSizing wish) {
    return wish.defaultAreas() > 1 && wish.defaultSlots() == wish.defaultAreas() * units.setSlots()
        ? ": %d for each of %d areas".formatted(units.setSlots(), wish.defaultAreas())
        : Long.bitCount(wish.defaultSlots()) == 1
            ? ": a power of two"
            : ": a multiple of " + units.setSlots();
  }

  /** Bytes as people write them. */
  static String size(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + " bytes";
    }
    if (bytes >= 1L << GIB_SHIFT && bytes % (1L << GIB_SHIFT) == 0) {
      return (bytes >> GIB_SHIFT) + " GiB";
    }
    return bytes % (1L << MIB_SHIFT) == 0 ? (bytes >> MIB_SHIFT) + " MiB" : (bytes >> 10) + " KiB";
  }
}
